import { type PatchTarget, type PatchValue, type SetPatch, sameValue, valuesOf } from '@/lib/household/patch'

/** The fields that a file gives, over those on file: what it does not say stays. */
export function merged<Values extends object>(
  stored: Values,
  given: { readonly [Name in keyof Values]: unknown },
): Values {
  const said = Object.entries(given).filter(([, value]) => value !== null)
  return { ...stored, ...Object.fromEntries(said) }
}

/** One patch for each field that is not as it was. */
export function differences<Values extends object>(
  record: { readonly target: PatchTarget; readonly id: number; readonly who?: string },
  before: Values,
  after: Values,
): SetPatch[] {
  const was = valuesOf(before)
  return Object.entries(valuesOf(after)).flatMap(([field, value]) => {
    const stood: PatchValue = was[field] ?? null
    return sameValue(stood, value) ? [] : [{ op: 'set', ...record, field, before: stood, after: value }]
  })
}

/** The named fields of a record. */
export function pick<Record extends object, Name extends keyof Record>(
  record: Record,
  names: readonly Name[],
): Pick<Record, Name> {
  return Object.fromEntries(names.map((name) => [name, record[name]])) as Pick<Record, Name>
}
