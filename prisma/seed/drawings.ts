/** The photos of the demo: drawings, because nobody's house or papers are anybody's business. */

import { createHash } from 'node:crypto'
import sharp from 'sharp'
import { Random } from './random'

export interface Drawing {
  kind: 'PHOTO' | 'SIGNATURE'
  jpeg: Buffer
  sha256: Buffer
  width: number
  height: number
}

const WIDTH = 960
const HEIGHT = 720
const SIGNATURE = { width: 600, height: 240 } as const
const QUALITY = 72
const HANDS = 4

function picture(content: string): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}">${content}</svg>`
}

function box(x: number, y: number, width: number, height: number, fill: string): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${fill}"/>`
}

function stroke(path: string, color: string, width: number): string {
  return `<path d="${path}" fill="none" stroke="${color}" stroke-width="${width}" stroke-linecap="round" stroke-linejoin="round"/>`
}

/** A brick house with a tiled roof; an old one has a crack and a missing corner. */
function house(isOld: boolean): string {
  const wall = isOld ? '#b9a58c' : '#d9cdbb'
  const rows = Array.from({ length: 11 }, (_, row) => stroke(`M200 ${330 + row * 28}H760`, '#a48f76', 1)).join('')
  const damage = isOld
    ? stroke('M640 320l-18 60 26 40-20 70 18 60', '#4b3f35', 5) +
      '<path d="M700 210l90 60-30 50-70-20z" fill="#8fa9bd"/>'
    : ''
  return picture(
    box(0, 0, WIDTH, HEIGHT, '#c9d9e6') +
      box(0, 600, WIDTH, 120, '#8d9a6d') +
      box(200, 310, 560, 320, wall) +
      rows +
      '<path d="M160 320L300 190h360l140 130z" fill="#6d5a52"/>' +
      box(430, 450, 100, 180, '#6a4a32') +
      box(260, 390, 110, 90, '#54606b') +
      box(590, 390, 110, 90, '#54606b') +
      stroke('M315 390v90M260 435h110M645 390v90M590 435h110', '#e6e0d4', 5) +
      damage,
  )
}

/** A stove with two pans, a shelf and a bare bulb. */
function kitchen(): string {
  return picture(
    box(0, 0, WIDTH, HEIGHT, '#cfc3ad') +
      box(0, 560, WIDTH, 160, '#8b7a66') +
      box(120, 380, 520, 220, '#9a8572') +
      '<ellipse cx="250" cy="382" rx="90" ry="26" fill="#2f2b28"/><ellipse cx="490" cy="382" rx="90" ry="26" fill="#2f2b28"/>' +
      box(210, 470, 90, 80, '#241d18') +
      box(700, 200, 190, 16, '#6a4a32') +
      box(720, 140, 40, 60, '#d9d2c4') +
      box(780, 120, 34, 80, '#b6523f') +
      box(830, 150, 40, 50, '#6f8a63') +
      stroke('M420 0v120', '#3a3a3a', 4) +
      '<circle cx="420" cy="140" r="22" fill="#f3e6a6"/>',
  )
}

/** A bed with a quilt, a table with medicine. */
function bedroom(): string {
  return picture(
    box(0, 0, WIDTH, HEIGHT, '#d6d0c2') +
      box(0, 580, WIDTH, 140, '#94836c') +
      box(90, 420, 520, 160, '#7d5b3f') +
      '<path d="M90 430q260-70 520 0v70H90z" fill="#7f96b5"/>' +
      box(110, 380, 130, 60, '#efe9dc') +
      box(690, 440, 190, 150, '#6a4a32') +
      box(710, 390, 34, 50, '#f6f6f2') +
      box(756, 402, 50, 38, '#d8e4ea') +
      box(820, 384, 30, 56, '#e9d3d0') +
      box(640, 120, 200, 190, '#b9cbd6') +
      stroke('M740 120v190M640 215h200', '#efe9dc', 8),
  )
}

/** Lines of a bill, with a stamp over its foot. */
function bill(random: Random): string {
  const rows = Array.from({ length: 12 }, (_, row) => {
    const y = 190 + row * 32
    return box(230, y, random.int(120, 210), 9, '#8a8f96') + box(560, y, random.int(50, 110), 9, '#8a8f96')
  }).join('')
  return picture(
    box(0, 0, WIDTH, HEIGHT, '#7b6a58') +
      box(180, 40, 600, 650, '#fbfaf5') +
      box(330, 80, 300, 20, '#5b6067') +
      box(230, 140, 500, 3, '#5b6067') +
      rows +
      box(230, 590, 500, 3, '#5b6067') +
      '<circle cx="650" cy="600" r="62" fill="none" stroke="#c23b30" stroke-width="7"/>' +
      '<path d="M650 572l9 20 21 2-16 14 5 21-19-11-19 11 5-21-16-14 21-2z" fill="#c23b30"/>',
  )
}

/** A field with water standing in it. */
function field(): string {
  const rows = Array.from({ length: 9 }, (_, row) =>
    stroke(`M0 ${380 + row * 38}q240 -14 480 0t480 0`, '#7b8a4e', 9),
  ).join('')
  return picture(
    box(0, 0, WIDTH, HEIGHT, '#b7c6d2') +
      '<path d="M0 340q200-110 400-30t560-20v60H0z" fill="#7f9a86"/>' +
      box(0, 340, WIDTH, 380, '#9fae7a') +
      rows +
      '<path d="M180 560q220-70 460-10t260 60q-200 80-460 50t-260-100z" fill="#9db4c2"/>',
  )
}

/** Two or three characters written with a finger. */
function signature(random: Random): string {
  const { width, height } = SIGNATURE
  const signs = Array.from({ length: random.int(2, 3) }, (_, at) => {
    const left = 70 + at * 170
    const strokes = Array.from({ length: random.int(4, 6) }, () => {
      const [x, y] = [left + random.int(0, 80), random.int(50, 150)]
      return `M${x} ${y}q${random.int(-20, 50)} ${random.int(-30, 40)} ${random.int(10, 70)} ${random.int(-20, 60)}`
    })
    return stroke(strokes.join(''), '#1d2733', 7)
  })
  const sheet = `<rect width="${width}" height="${height}" fill="#fff"/>${signs.join('')}`
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${sheet}</svg>`
}

async function drawn(kind: Drawing['kind'], svg: string): Promise<Drawing> {
  const { data, info } = await sharp(Buffer.from(svg)).jpeg({ quality: QUALITY }).toBuffer({ resolveWithObject: true })
  return {
    kind,
    jpeg: data,
    sha256: createHash('sha256').update(data).digest(),
    width: info.width,
    height: info.height,
  }
}

/** The few that all surveys of the demo share: houses, rooms, bills, fields, and hands that sign. */
export function drawAll(seed: number): Promise<Drawing[]> {
  const random = new Random(seed, 'drawings')
  const photos = [house(false), house(true), kitchen(), bedroom(), bill(random), field()]
  const signatures = Array.from({ length: HANDS }, () => signature(random))
  return Promise.all([...photos.map((svg) => drawn('PHOTO', svg)), ...signatures.map((svg) => drawn('SIGNATURE', svg))])
}
