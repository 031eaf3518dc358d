'use client'

import { useRouter } from 'next/navigation'
import { type FormEvent, useRef, useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import { Field } from '@/components/form/field'
import { newRequestId } from '@/components/form/request-id'
import { TextInput } from '@/components/form/text-input'
import { Card } from '@/components/shell/page'
import type { Answer } from '@/lib/access/perform'
import { codesOf } from '@/lib/certification/codes'
import { IMPORT_KINDS, type ImportKind, SUSPICION_SOURCES } from '@/lib/household/codes'
import { LARGEST_FILE_BYTES, MOST_ROWS } from '@/lib/spreadsheet/limits'
import styles from './import.module.css'
import { KIND_PURPOSES } from './words'

const LARGEST_MB = LARGEST_FILE_BYTES / 1024 / 1024
const UNREACHABLE = '网络不通，文件没有传完。请检查网络后再点“上传并预检”，重复提交不会重复导入。'

interface Chosen {
  readonly file: File
  /** The same as long as it is this file: a second try makes no second run. */
  readonly requestId: string
}

/** A new import: what it is, the template, the file. Its dry run begins with the upload. */
export function UploadCard() {
  const router = useRouter()
  const [kind, setKind] = useState<ImportKind>('HOUSEHOLD')
  const [source, setSource] = useState('')
  const [chosen, setChosen] = useState<Chosen>()
  const [errors, setErrors] = useState<Record<string, string>>({})
  const [sending, setSending] = useState(false)
  const underway = useRef(false)

  async function submit(event: FormEvent) {
    event.preventDefault()
    if (underway.current) return
    const troubles = troublesOf(kind, source, chosen?.file)
    if (!chosen || Object.keys(troubles).length > 0) return setErrors(troubles)
    underway.current = true
    setSending(true)
    setErrors({})
    const answer = await upload({ kind, source, ...chosen })
    underway.current = false
    setSending(false)
    if ('importId' in answer) router.push(`/imports/${answer.importId}`)
    else setErrors(answer)
  }

  return (
    <Card
      title="新的导入"
      beside={
        <a href={`/imports/template/${kind.toLowerCase()}`} download>
          下载{IMPORT_KINDS[kind]}模板
        </a>
      }
    >
      <form onSubmit={submit} noValidate>
        <KindChoice
          kind={kind}
          onChange={(next) => {
            setKind(next)
            setSource('')
            setErrors({})
          }}
        />
        {errors[''] && (
          <p className={styles.trouble} role="alert">
            {errors['']}
          </p>
        )}
        <div className={styles.upload}>
          <SourceField kind={kind} source={source} onChange={setSource} error={errors.source} />
          <FilePicker
            name={chosen?.file.name}
            error={errors.file}
            onChoose={(file) => {
              setChosen({ file, requestId: newRequestId() })
              setErrors({})
            }}
          />
        </div>
        <ActionButton weight="main" type="submit" disabled={sending}>
          {sending ? '正在上传…' : '上传并预检'}
        </ActionButton>
      </form>
    </Card>
  )
}

function KindChoice({ kind, onChange }: { kind: ImportKind; onChange: (kind: ImportKind) => void }) {
  return (
    <fieldset className={styles.kinds}>
      <legend className="only-read-aloud">类型</legend>
      {codesOf(IMPORT_KINDS).map((code) => (
        <label key={code} className={styles.kind}>
          <input type="radio" name="kind" checked={code === kind} onChange={() => onChange(code)} />
          <span>
            <span className={styles.kindName}>{IMPORT_KINDS[code]}</span>
            <span className={styles.soft}>{KIND_PURPOSES[code]}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}

const SOURCE_WORDS = {
  ALIVE: { label: '比对来源', hint: '记入每人的认证备注', placeholder: '如：医保就诊数据' },
  WARNING: { label: '推送部门', hint: '记为每件线索的反映人', placeholder: '如：区医保局' },
}

function SourceField(props: { kind: ImportKind; source: string; onChange: (source: string) => void; error?: string }) {
  const { kind, source, onChange, error } = props
  if (kind === 'HOUSEHOLD') return null
  if (kind === 'ALIVE' || kind === 'WARNING') {
    const { label, hint, placeholder } = SOURCE_WORDS[kind]
    return (
      <Field label={label} required error={error} hint={hint}>
        {(control) => (
          <TextInput
            {...control}
            maxLength={50}
            placeholder={placeholder}
            value={source}
            onChange={(event) => onChange(event.target.value)}
          />
        )}
      </Field>
    )
  }
  return (
    <Field label="名单来源" required error={error}>
      {(control) => (
        <select {...control} value={source} onChange={(event) => onChange(event.target.value)}>
          <option value="">请选择</option>
          {Object.entries(SUSPICION_SOURCES).map(([code, word]) => (
            <option key={code} value={code}>
              {word}
            </option>
          ))}
        </select>
      )}
    </Field>
  )
}

/** One file from this computer; the browser's own button would speak its own language. */
function FilePicker(props: { name: string | undefined; error?: string; onChoose: (file: File) => void }) {
  return (
    <Field
      label="文件"
      required
      error={props.error}
      hint={`.xlsx 或 .csv，最多 ${MOST_ROWS.toLocaleString('en-US')} 行、${LARGEST_MB} MB`}
    >
      {(control) => (
        <div className={styles.chosen}>
          <label className={styles.pick}>
            <input
              {...control}
              type="file"
              accept=".xlsx,.csv"
              onChange={(event) => {
                const file = event.target.files?.[0]
                // So that the same file can be chosen again once it has been corrected.
                event.target.value = ''
                if (file) props.onChoose(file)
              }}
            />
            选择文件
          </label>
          <span>{props.name}</span>
        </div>
      )}
    </Field>
  )
}

/** What can be told before anything is sent. */
const MISSING_SOURCES = {
  DEATH: '请选择名单来源。',
  ALIVE: '请填写比对来源，如“医保就诊数据”。',
  WARNING: '请填写推送部门，如“区医保局”。',
}

function troublesOf(kind: ImportKind, source: string, file: File | undefined): Record<string, string> {
  return {
    ...(kind !== 'HOUSEHOLD' && source.trim() === '' ? { source: MISSING_SOURCES[kind] } : {}),
    ...(file ? troubleWith(file) : { file: '请选择要上传的文件。' }),
  }
}

function troubleWith({ size }: File): { file?: string } {
  if (size === 0) return { file: '所选文件是空的，请检查后重新选择。' }
  if (size <= LARGEST_FILE_BYTES) return {}
  return { file: `文件超过 ${LARGEST_MB} MB，请删除多余内容或拆成几个文件后重新选择。` }
}

/** The run that was made, or sentences by field; '' holds what belongs to no field. */
async function upload(fields: {
  kind: ImportKind
  source: string
  requestId: string
  file: File
}): Promise<{ importId: number } | Record<string, string>> {
  const form = new FormData()
  for (const [name, value] of Object.entries(fields)) form.set(name, value)
  try {
    const response = await fetch('/imports/upload', { method: 'POST', body: form })
    // What is not answered in our own form is a sentence by itself: signed out, or out of order.
    if (!response.ok) return { '': await response.text() }
    const answer: Answer<{ importId: number }> = await response.json()
    if (answer.ok) return answer.value
    if ('fieldErrors' in answer) return answer.fieldErrors
    return { '': 'refusal' in answer ? answer.refusal.message : answer.failure.message }
  } catch {
    return { '': UNREACHABLE }
  }
}
