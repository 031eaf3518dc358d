'use client'

import { type PointerEvent, useEffect, useRef, useState } from 'react'
import { ActionButton } from '@/components/feedback/action'
import styles from './survey-form.module.css'

interface Point {
  x: number
  y: number
}
type Stroke = readonly Point[]

/** Pixels of the picture, whatever the size on the screen; points stand in these. */
const WIDTH = 900
const HEIGHT = 360
const PEN = 5

/** A signature by finger, mouse or pen. Every stroke gives the whole picture anew; none gives null. */
export function SignaturePad({ file, onChange }: { file: File | null; onChange: (file: File | null) => void }) {
  const canvas = useRef<HTMLCanvasElement>(null)
  const drawing = useRef<Point[] | null>(null)
  const [strokes, setStrokes] = useState<readonly Stroke[]>([])
  // Read back of a draft, it is a picture and no strokes.
  const asPicture = file !== null && strokes.length === 0

  async function give(next: readonly Stroke[]) {
    setStrokes(next)
    draw(canvas.current, next)
    onChange(next.length === 0 ? null : await pictureOf(canvas.current))
  }

  function begin(event: PointerEvent<HTMLCanvasElement>) {
    event.currentTarget.setPointerCapture(event.pointerId)
    drawing.current = [pointOf(event)]
  }

  function go(event: PointerEvent<HTMLCanvasElement>) {
    if (!drawing.current) return
    drawing.current.push(pointOf(event))
    draw(canvas.current, [...strokes, drawing.current])
  }

  function end() {
    const stroke = drawing.current
    drawing.current = null
    if (stroke) void give([...strokes, stroke])
  }

  if (asPicture) return <SignedPicture file={file} onAgain={() => onChange(null)} />
  return (
    <div>
      <canvas
        ref={canvas}
        className={styles.pad}
        width={WIDTH}
        height={HEIGHT}
        aria-label="签名区，请被访人用手指书写"
        role="img"
        onPointerDown={begin}
        onPointerMove={go}
        onPointerUp={end}
        onPointerCancel={end}
      />
      <div className={styles.row}>
        <ActionButton onClick={() => void give(strokes.slice(0, -1))} disabled={strokes.length === 0}>
          撤销一笔
        </ActionButton>
        <ActionButton onClick={() => void give([])} disabled={strokes.length === 0}>
          清除重签
        </ActionButton>
      </div>
    </div>
  )
}

function SignedPicture({ file, onAgain }: { file: File; onAgain: () => void }) {
  const image = useRef<HTMLImageElement>(null)
  useEffect(() => {
    const url = URL.createObjectURL(file)
    if (image.current) image.current.src = url
    return () => URL.revokeObjectURL(url)
  }, [file])
  return (
    <div>
      {/* biome-ignore lint/performance/noImgElement: the signature lies in this browser, there is nothing to optimize */}
      <img ref={image} alt="被访人签名" className={styles.pad} />
      <div className={styles.row}>
        <ActionButton onClick={onAgain}>清除重签</ActionButton>
      </div>
    </div>
  )
}

function pointOf(event: PointerEvent<HTMLCanvasElement>): Point {
  const { left, top, width, height } = event.currentTarget.getBoundingClientRect()
  return { x: ((event.clientX - left) / width) * WIDTH, y: ((event.clientY - top) / height) * HEIGHT }
}

function draw(canvas: HTMLCanvasElement | null, strokes: readonly Stroke[]): void {
  const pen = canvas?.getContext('2d')
  if (!pen) return
  pen.fillStyle = 'white'
  pen.fillRect(0, 0, WIDTH, HEIGHT)
  pen.strokeStyle = 'black'
  pen.lineWidth = PEN
  pen.lineCap = 'round'
  pen.lineJoin = 'round'
  for (const stroke of strokes) {
    pen.beginPath()
    for (const { x, y } of stroke) pen.lineTo(x, y)
    // A tap is a dot.
    if (stroke.length === 1 && stroke[0]) pen.lineTo(stroke[0].x + 1, stroke[0].y)
    pen.stroke()
  }
}

async function pictureOf(canvas: HTMLCanvasElement | null): Promise<File | null> {
  const blob = await new Promise<Blob | null>((resolve) =>
    canvas ? canvas.toBlob(resolve, 'image/png') : resolve(null),
  )
  return blob && new File([blob], '签名.png', { type: 'image/png' })
}
