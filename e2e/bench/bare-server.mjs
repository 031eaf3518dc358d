/** Serves a build as the product serves its own: `node e2e/bench/bare-server.mjs <directory> <port>`. */

import { loadTypeScript } from '../../prisma/install.mjs'

const [directory, port] = process.argv.slice(2)
const { module, release } = await loadTypeScript('prisma/site.ts')
await release()
process.setSourceMapsEnabled(false)
await module.openSite(directory, { port: Number(port), host: undefined, trustProxy: false })
