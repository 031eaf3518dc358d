'use client'

import { Select } from 'antd'
import { useState } from 'react'
import { DialogForm } from '@/components/form/dialog-form'
import { Field } from '@/components/form/field'
import { type LoadChildren, RegionSelect } from '@/components/region/region-select'
import type { Answer } from '@/lib/access/perform'
import { ROLES, type Role } from '@/lib/access/permissions'
import { ancestorAt, ancestorsOf, isPseudoCity, isWithin, type Level, type RegionCode } from '@/lib/region'
import { type Grant, levelsInWords, ROLE_LEVELS } from '@/lib/staff/rules'
import styles from './staff.module.css'

const GUIDE = '每个账号只能有一个角色，按所选地区办理业务。保存后下一次操作即生效。'
const NO_ROLE = { ok: false, fieldErrors: { role: '请选择角色。' } } as const

/** 授权: the role first, then a region of the kind that it takes. */
export function GrantDialog<T>(props: {
  title: string
  role: Role | null
  region: { code: RegionCode; path: string }
  /** Home of the administrator. */
  home: RegionCode
  roles: readonly Role[]
  loadChildren: LoadChildren
  send: (grant: Grant) => Promise<Answer<T>>
  onDone: (value: T) => void
  onClose: () => void
}) {
  const { home, roles, loadChildren } = props
  const [role, setRole] = useState(props.role ?? undefined)
  const [region, setRegion] = useState(props.region.code)
  const deepest = role && deepestOf(role)
  return (
    <DialogForm
      title={props.title}
      guide={GUIDE}
      send={async () => (role ? props.send({ role, region }) : NO_ROLE)}
      onDone={props.onDone}
      onClose={props.onClose}
    >
      {(errors) => (
        <>
          <Field label="角色" required error={errors.role} hint={role && `地区应选择${levelsInWords(role)}。`}>
            {(control) => (
              <Select
                {...control}
                autoFocus
                className={styles.wide}
                placeholder="请选择"
                value={role}
                onChange={(chosen) => {
                  setRole(chosen)
                  setRegion(cutTo(region, deepestOf(chosen), home))
                }}
                options={roles.map((value) => ({ value, label: ROLES[value] }))}
              />
            )}
          </Field>
          {deepest && (
            <div className={styles.regions}>
              <RegionSelect
                key={deepest}
                home={home}
                chain={chainOf(props.region)}
                loadChildren={loadChildren}
                deepest={deepest}
                placeholder="请选择"
                value={region}
                onChange={setRegion}
                message={errors.region}
              />
            </div>
          )}
        </>
      )}
    </DialogForm>
  )
}

/** Levels are declared from the top. */
function deepestOf(role: Role): Level {
  return ROLE_LEVELS[role].at(-1) ?? 5
}

/** The region at the level that a role takes at most; never above the administrator's home. */
function cutTo(region: RegionCode, level: Level, home: RegionCode): RegionCode {
  const cut = ancestorAt(region, level)
  return isWithin(cut, home) ? cut : home
}

function chainOf({ code, path }: { code: RegionCode; path: string }) {
  const names = path.split(' > ')
  // A path leaves out the drawer 省直辖县级行政区划, the selects show it.
  return ancestorsOf(code).map((ancestor) => ({
    code: ancestor,
    name: isPseudoCity(ancestor) ? '省直辖县级行政区划' : (names.shift() ?? ''),
  }))
}
