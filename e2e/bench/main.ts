/**
 * `npm run bench`, as e2e/suite.ts starts it. What it measures is server code, which only loads where Node is told so: the run
 * itself is a process of its own.
 */

import { runNode } from '../child'

const SERVER = '--conditions=react-server'
process.exitCode = (await runNode([SERVER, '--import', 'tsx', 'e2e/bench/run.ts', ...process.argv.slice(2)])) ?? 1
