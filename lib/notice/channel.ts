/** A message on its way out of the house. */
export interface OutgoingMessage {
  /** The delivery's own id, the same with every attempt: by it the other side knows a repetition. */
  readonly id: number
  readonly title: string
  readonly caseNo: string
  readonly phone: string
}

/** A way by which messages reach staff with a telephone besides the message centre, which always has them. */
export interface Channel {
  readonly name: string
  /** Whether it is set up. What is told while it is not does not go out later. */
  isOn(): boolean
  /** Resolves once the other side has taken the message. Throws DeliveryError, whose sentence is kept, or any other error. */
  deliver(message: OutgoingMessage): Promise<void>
}

/** Why the other side did not take a message, in words for whoever looks into it; without the telephone. */
export class DeliveryError extends Error {}
