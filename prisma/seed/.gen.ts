import { sealFromKey } from '@/lib/db/seal'
import { readParameters } from '@/lib/parameters'
import { plainDate } from '@/lib/plain-date'
import { communitiesOf, settle } from './communities'
import { populate } from './population'
import { Registrar } from './registrar'
import { readRegions } from './regions'
import { Paces, Season } from './season'
import { Staffing } from './staffing'
const persons = Number(process.argv[2] ?? 200000)
const p = readParameters([])
const season = new Season(1, plainDate('2026-11-21')!, [2026], p)
const registrar = new Registrar(sealFromKey(Buffer.alloc(32, 7).toString('base64')), p, season.today)
const communities = communitiesOf(readRegions('42'))
const t = performance.now()
for (const _ of populate({ season, paces: new Paces(1), staffing: new Staffing(1, []) }, registrar, settle(communities, persons, 1), communities)) if (registrar.count('person') % 5000 < 3) registrar.take()
console.log((performance.now() - t) / persons * 1000, 'us/person', process.cpuUsage())
