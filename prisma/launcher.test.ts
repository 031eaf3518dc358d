import { describe, expect, it } from 'vitest'
import { launcherOf } from './launcher'

describe('launcherOf', () => {
  it('is the parent when npm itself started the script', () => {
    expect(launcherOf({ NODE_ENV: 'test', npm_lifecycle_event: 'start' }, process.ppid)).toMatchObject({
      pid: process.ppid,
    })
  })

  it('is nobody when the script was started by hand', () => {
    expect(launcherOf({ NODE_ENV: 'test' })).toBeUndefined()
  })
})
