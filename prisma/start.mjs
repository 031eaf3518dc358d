import { installPackages, loadTypeScript, requireNode } from './install.mjs'

requireNode()
await installPackages()
const { module, release } = await loadTypeScript('prisma/serve.ts')
await module.start(release)
