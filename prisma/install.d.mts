export const root: string
export function requireNode(version?: string): void
export function isInstalled(directory: string): boolean
export function installPackages(): Promise<void>
export function loadTypeScript<Module>(file: string): Promise<{ module: Module; release: () => Promise<void> }>
