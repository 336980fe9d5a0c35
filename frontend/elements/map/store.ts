import type { Tile } from '../../lib/tiles'
import type { CellRow, PointRow } from './layers'

interface Content {
  cells: CellRow[]
  points: PointRow[]
}
const MOST = 400

/** Fetches tiles once and keeps them; a newer request makes an older answer silent. */
export class TileStore {
  private kept = new Map<string, Promise<Content>>()
  private asked = 0

  constructor(private template: string) {}

  async load(tiles: Tile[]): Promise<Content | null> {
    this.asked += 1
    const mine = this.asked
    const contents = await Promise.all(tiles.map((tile) => this.one(tile)))
    if (mine !== this.asked) return null
    return { cells: contents.flatMap(({ cells }) => cells), points: contents.flatMap(({ points }) => points) }
  }

  private one([z, x, y]: Tile): Promise<Content> {
    const url = this.template.replace('{z}', String(z)).replace('{x}', String(x)).replace('{y}', String(y))
    const known = this.kept.get(url)
    if (known) return known
    if (this.kept.size > MOST) this.kept.clear()
    const content = fetch(url, { headers: { Accept: 'application/json' } })
      .then(async (response) => {
        if (!response.ok) throw new Error(String(response.status))
        const found = (await response.json()) as Partial<Content>
        return { cells: found.cells ?? [], points: found.points ?? [] }
      })
      .catch(() => {
        this.kept.delete(url)
        return { cells: [], points: [] }
      })
    this.kept.set(url, content)
    return content
  }
}
