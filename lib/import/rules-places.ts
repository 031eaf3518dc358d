import { isWithin, levelOf, parseRegionCode, type RegionCode } from '@/lib/region'
import { err, ok, type Result } from '@/lib/result'
import { normalised } from '@/lib/spreadsheet/cell'

/** A street or a community, by the name that staff say and the official one. */
export interface Place {
  readonly code: RegionCode
  readonly name: string
  readonly officialName: string
  readonly parent: RegionCode | null
}

const MOST_REMEMBERED = 5_000

/** The streets and communities of a county, found by what rosters write. */
export class Places {
  private readonly streets: readonly Place[]
  private readonly communities: readonly Place[]
  private readonly known: ReadonlySet<RegionCode>
  /** Fifty thousand rows name a few hundred places. */
  private readonly found = new Map<string, Result<RegionCode, string>>()

  constructor(
    private readonly county: RegionCode,
    places: readonly Place[],
  ) {
    this.streets = places.filter(({ code }) => levelOf(code) === 4)
    this.communities = places.filter(({ code }) => levelOf(code) === 5)
    this.known = new Set(this.communities.map(({ code }) => code))
  }

  get streetNames(): string[] {
    return this.streets.map(({ name }) => name)
  }

  /** Each name once: communities of several streets may share one. */
  get communityNames(): string[] {
    return [...new Set(this.communities.map(({ name }) => name))]
  }

  /** The narrowest place that a row names: a community, else a street, else the county itself. */
  findNarrowest(streetText: string | null, communityText: string | null): Result<RegionCode, string> {
    if (communityText !== null) return this.find(streetText, communityText)
    if (streetText === null) return ok(this.county)
    const written = normalised(streetText).replace(/\s/g, '')
    const [only, other] = this.streets.filter((place) => isNamed(place, written))
    return only && !other ? ok(only.code) : err(`本区县没有“${written}”，请从模板下拉列表中选择街道。`)
  }

  /** The community that a row means: a code of twelve digits, or names; the street may be left out where one community has the name. */
  find(streetText: string | null, communityText: string): Result<RegionCode, string> {
    const key = JSON.stringify([streetText, communityText])
    const before = this.found.get(key)
    if (before) return before
    const answer = this.look(streetText, communityText)
    if (this.found.size < MOST_REMEMBERED) this.found.set(key, answer)
    return answer
  }

  private look(streetText: string | null, communityText: string): Result<RegionCode, string> {
    const written = normalised(communityText).replace(/\s/g, '')
    if (/^\d{9,}$/.test(written)) return this.byCode(written)
    const street = streetText === null ? '' : normalised(streetText).replace(/\s/g, '')
    const streets = street === '' ? this.streets : this.streets.filter((place) => isNamed(place, street))
    if (streets.length === 0) return err(`本区县没有“${street}”，请从模板下拉列表中选择街道。`)
    const found = this.communities.filter(({ parent, ...place }) => {
      const home = streets.find(({ code }) => code === parent)
      return home !== undefined && (isNamed(place, written) || isNamed(place, written.replace(home.name, '')))
    })
    const [only, other] = found
    if (only && !other) return ok(only.code)
    if (other) return err(`本区县有多个“${written}”，请填写街道。`)
    return err(`“${street === '' ? '本区县' : street}”下没有“${written}”，请从模板下拉列表中选择。`)
  }

  private byCode(text: string): Result<RegionCode, string> {
    const code = parseRegionCode(text)
    if (code === null || levelOf(code) !== 5) return err('社区的区划代码应为12位，且为社区一级，请核对。')
    if (!isWithin(code, this.county)) return err('社区的区划代码不在本区县范围内，请核对。')
    return this.known.has(code) ? ok(code) : err('没有这个区划代码的社区，请核对或改填社区名称。')
  }
}

function isNamed({ name, officialName }: Pick<Place, 'name' | 'officialName'>, text: string): boolean {
  return text === name || text === officialName
}
