/** How lines and marks of a plot look, in light and in dark: told apart by shape as well as by colour. */

type Shape = 'circle' | 'square' | 'diamond' | 'triangle' | 'cross';

export interface Style {
  /** Class of the line and its marks. */
  readonly line: string;
  readonly shape: Shape;
}

const SHAPES: readonly Shape[] = ['square', 'diamond', 'triangle', 'cross', 'circle'];
const PEER_COLOURS = 7;

/** Who is who in a legend, in its order. */
export interface Roles {
  readonly limits: readonly string[];
  readonly hubs: readonly string[];
  readonly peers: readonly string[];
}

/** The limit is dashed, the hub is bold, peers take colours and shapes in turn. */
export function styleOf(name: string, { limits, hubs, peers }: Roles): Style {
  if (limits.includes(name) || hubs.includes(name)) {
    return { line: limits.includes(name) ? 'limit' : 'hub', shape: 'circle' };
  }
  const index = peers.indexOf(name);
  return { line: `peer p${index % PEER_COLOURS}`, shape: SHAPES[index % SHAPES.length] ?? 'square' };
}

export const fixed = (value: number): string => Number(value.toFixed(1)).toString();

export const escaped = (text: string): string =>
  text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;').replace(/"/g, '&quot;');

const R = 4;

const PATHS: Readonly<Record<Shape, string>> = {
  circle: `m-${R} 0a${R} ${R} 0 1 0 ${2 * R} 0a${R} ${R} 0 1 0 -${2 * R} 0z`,
  square: `m-${R} -${R}h${2 * R}v${2 * R}h-${2 * R}z`,
  diamond: `m0 -${R + 1}l${R + 1} ${R + 1}l-${R + 1} ${R + 1}l-${R + 1} -${R + 1}z`,
  triangle: `m0 -${R + 1}l${R + 1} ${2 * R}h-${2 * R + 2}z`,
  cross: `m-${R} -${R}l${2 * R} ${2 * R}m0 -${2 * R}l-${2 * R} ${2 * R}`,
};

export const drawMark = ({ line, shape }: Style, x: number, y: number): string =>
  `<path class="mark ${line}" d="M${fixed(x)} ${fixed(y)}${PATHS[shape]}"/>`;

/** Colours that are told apart by those who see red and green alike; `p` in light, then in dark. */
const COLOURS = {
  light: ['#b35900', '#00724f', '#8a3b8f', '#9a1f3c', '#5a6f00', '#5f4b32', '#006d7d'],
  dark: ['#f0a35e', '#4fc59b', '#d79add', '#f08aa0', '#bccf5a', '#cbb391', '#5cc7d8'],
};

const peers = (colours: readonly string[]): string =>
  colours.map((colour, index) => `.p${index}{stroke:${colour};fill:${colour}}`).join('');

export const STYLE = `<style>
text{font:13px system-ui,sans-serif;fill:#1f2328}
.title{font-size:18px;font-weight:600}.head{font-size:14px;font-weight:600}
.quiet{font-size:12px;font-weight:400;fill:#59636e}.end{text-anchor:end}.middle{text-anchor:middle}
.grid{stroke:#d1d9e0;stroke-width:1;fill:none}
.limit{stroke:#59636e;fill:#59636e}.hub{stroke:#0b5fce;fill:#0b5fce}${peers(COLOURS.light)}
.line{stroke-width:1.5;fill:none}.line.limit{stroke-dasharray:5 4}.line.hub{stroke-width:3}
.mark{stroke-width:1.5}
@media (prefers-color-scheme:dark){
text{fill:#f0f6fc}.quiet{fill:#9198a1}.grid{stroke:#3d444d}
.limit{stroke:#9198a1;fill:#9198a1}.hub{stroke:#58a6ff;fill:#58a6ff}${peers(COLOURS.dark)}
.line{fill:none}}
</style>`;
