/** west, south, east, north in degrees. */
export type Box = [west: number, south: number, east: number, north: number]
export type Tile = [z: number, x: number, y: number]

const LOWEST = 5
const HIGHEST = 14
const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high)

/** Read "west,south,east,north"; null when it is not four numbers. */
export function parseBox(text: string | undefined): Box | null {
  const parts = (text ?? '').split(',').map(Number)
  return parts.length === 4 && parts.every(Number.isFinite) ? (parts as Box) : null
}

const column = (lon: number, z: number) => Math.floor(((lon + 180) / 360) * 2 ** z)
const row = (lat: number, z: number) => {
  const radians = (clamp(lat, -85, 85) * Math.PI) / 180
  return Math.floor(((1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2) * 2 ** z)
}

/** The web map tiles (zoom 5 to 14) that cover a box; MapLibre's zoom counts tiles of 512 pixels. */
export function tilesFor(box: Box, zoom: number): Tile[] {
  const z = clamp(Math.round(zoom), LOWEST, HIGHEST)
  const last = 2 ** z - 1
  const [west, south, east, north] = box
  const tiles: Tile[] = []
  for (let x = clamp(column(west, z), 0, last); x <= clamp(column(east, z), 0, last); x++) {
    for (let y = clamp(row(north, z), 0, last); y <= clamp(row(south, z), 0, last); y++) tiles.push([z, x, y])
  }
  return tiles.slice(0, 64)
}
