import { installPackages, loadTypeScript, requireNode } from '../prisma/install.mjs'

requireNode()
await installPackages()
const { module } = await loadTypeScript('e2e/suite.ts')
await module.main(process.argv.slice(2))
