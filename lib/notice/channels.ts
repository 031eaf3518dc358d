import 'server-only'
import type { Channel } from './channel'
import { smsGateway } from './sms'

/** All further channels; whoever adds one adds it here. */
const CHANNELS: readonly Channel[] = [smsGateway()]

/** The channels that are set up now. */
export function openChannels(): readonly Channel[] {
  return CHANNELS.filter((channel) => channel.isOn())
}
