import type { Shelf, Slip, StoredFile } from './shelf'

/** A shelf in memory, for tests: every call is one transaction, as in the browser. */
export function testShelf(): Shelf & { everything(): { slips: Slip[]; files: StoredFile[] } } {
  const slips = new Map<string, Slip>()
  const files = new Map<string, StoredFile>()
  return {
    everything: () => ({ slips: [...slips.values()], files: [...files.values()] }),
    count: async () => slips.size,
    slips: async (owner) => [...slips.values()].filter((slip) => slip.owner === owner),
    slip: async (id) => slips.get(id),
    async change(id, decide) {
      const next = decide(slips.get(id))
      slips.set(id, next)
      return next
    },
    async remove(id) {
      slips.delete(id)
    },
    async putFile(file) {
      files.set(file.id, file)
    },
    file: async (id) => files.get(id),
    async dropFiles(slip, keep) {
      for (const file of [...files.values()]) if (file.slip === slip && !keep.includes(file.id)) files.delete(file.id)
    },
    async clear(owner) {
      for (const entries of [slips, files]) {
        for (const [id, entry] of [...entries]) if (entry.owner === owner) entries.delete(id)
      }
    },
  }
}
