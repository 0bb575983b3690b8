/** The plot of a path: a panel for each variant, sizes to the right, both axes logarithmic; SVG as text, pure. */
import { type Measured, median, throughput } from '../pairs';
import { type By, type Reported, type Run, SCALES, type Scale } from '../path';
import { type Kept, variantOf } from '../record';
import { drawMark, escaped, fixed, type Roles, STYLE, styleOf } from './strokes';

interface Point {
  readonly scale: Scale;
  readonly value: number;
}

interface Line {
  readonly name: string;
  readonly points: readonly Point[];
}

interface Panel {
  readonly variant: string;
  readonly unit: string;
  readonly lines: readonly Line[];
}

const PANEL = { width: 440, height: 300, left: 64, right: 20, top: 40, bottom: 34 } as const;
const LEGEND_ROW = 22;
const HEAD_HEIGHT = 40;

const scaleNames = Object.keys(SCALES) as Scale[];

/** What is drawn upwards. A cost has no plot: its table has two sizes in one row. */
const SHOWN: Readonly<Record<Exclude<By, 'cost'>, { of(run: Run): number; axis(unit: string): string }>> = {
  throughput: { of: throughput, axis: (unit) => `${unit} a second` },
  p99: { of: ({ p99Ms = Number.NaN }) => p99Ms, axis: () => 'p99, milliseconds' },
};

const shownIn = ({ series }: Kept) => (series.by === 'cost' ? null : SHOWN[series.by ?? 'throughput']);

export const hasPlot = (results: readonly Kept[]): boolean =>
  results.some((result) => shownIn(result) !== null);

function panelsOf(results: readonly Kept[]): Panel[] {
  return [...new Set(results.map(variantOf))].map((variant) => {
    const own = results.filter((result) => variantOf(result) === variant);
    const candidates = (result: Kept): Measured[] => [result.limit, ...result.peers, result.hub];
    const names = [...new Set(own.flatMap((result) => candidates(result).map(({ name }) => name)))];
    return {
      variant,
      unit: own.map((result) => shownIn(result)?.axis(result.series.unit) ?? '')[0] ?? '',
      lines: names.map((name) => ({
        name,
        points: own.flatMap((result) => {
          const measured = candidates(result).find((one) => one.name === name);
          const value = median(measured?.runs.map((run) => shownIn(result)?.of(run) ?? Number.NaN) ?? []);
          return Number.isFinite(value) ? [{ scale: result.scale, value }] : [];
        }),
      })),
    };
  });
}

/** Whole powers of ten around all values. */
function decades(values: readonly number[]): { low: number; high: number } {
  const low = Math.floor(Math.log10(Math.min(...values)));
  return { low, high: Math.max(Math.ceil(Math.log10(Math.max(...values))), low + 1) };
}

const tick = (power: number): string =>
  power >= 0 ? (10 ** power).toLocaleString('en') : String(10 ** power);

function drawPanel({ variant, unit, lines }: Panel, left: number, top: number, roles: Roles): string {
  const values = lines.flatMap(({ points }) => points.map(({ value }) => value));
  const { low, high } = decades(values);
  const bottom = top + PANEL.height - PANEL.bottom;
  const x = (scale: Scale): number => {
    const step = (PANEL.width - PANEL.left - PANEL.right) / scaleNames.length;
    return left + PANEL.left + step * (scaleNames.indexOf(scale) + 0.5);
  };
  const y = (value: number): number =>
    bottom - ((Math.log10(value) - low) / (high - low)) * (bottom - top - PANEL.top);
  const right = left + PANEL.width - PANEL.right;
  const powers = Array.from({ length: high - low + 1 }, (_, index) => low + index);
  return [
    `<text class="head" x="${left + PANEL.left}" y="${top + 14}">${escaped(variant)}</text>`,
    `<text class="quiet" x="${left + PANEL.left}" y="${top + 30}">${escaped(unit)}</text>`,
    ...powers.map(
      (power) =>
        `<path class="grid" d="M${left + PANEL.left} ${fixed(y(10 ** power))}H${right}"/><text class="quiet end" x="${left + PANEL.left - 8}" y="${fixed(y(10 ** power) + 4)}">${tick(power)}</text>`,
    ),
    ...scaleNames.map(
      (scale) => `<text class="quiet middle" x="${fixed(x(scale))}" y="${bottom + 20}">${scale}</text>`,
    ),
    ...lines.map(({ name, points }) => {
      const style = styleOf(name, roles);
      const at = points.map(({ scale, value }) => [x(scale), y(value)] as const);
      const d = at.map(([px, py], index) => `${index === 0 ? 'M' : 'L'}${fixed(px)} ${fixed(py)}`).join('');
      const stroke = at.length > 1 ? `<path class="line ${style.line}" d="${d}"/>` : '';
      return `<g>${stroke}${at.map(([px, py]) => drawMark(style, px, py)).join('')}</g>`;
    }),
  ].join('\n');
}

function drawLegend(roles: Roles, top: number, columns: number, step: number): string {
  return namesOf(roles)
    .map((name, index) => {
      const style = styleOf(name, roles);
      const left = PANEL.left + Math.round((index % columns) * step);
      const middle = top + Math.floor(index / columns) * LEGEND_ROW;
      return `<path class="line ${style.line}" d="M${left} ${middle}h26"/>${drawMark(style, left + 13, middle)}<text x="${left + 34}" y="${middle + 4}">${escaped(name)}</text>`;
    })
    .join('\n');
}

const unique = (names: readonly string[]): string[] => [...new Set(names)];

const rolesOf = (results: readonly Kept[]): Roles => ({
  limits: unique(results.map(({ limit }) => limit.name)),
  hubs: unique(results.map(({ hub }) => hub.name)),
  peers: unique(results.flatMap(({ peers }) => peers.map(({ name }) => name))),
});

const namesOf = ({ limits, hubs, peers }: Roles): string[] => [...limits, ...hubs, ...peers];

/** What a reader who does not see it is told: each line, size by size. */
function described(panels: readonly Panel[]): string {
  const words = ({ points }: Line): string =>
    points.map(({ scale, value }) => `${scale} ${Number(value.toPrecision(3))}`).join(', ');
  return panels
    .map(
      ({ variant, unit, lines }) =>
        `${variant} (${unit}): ${lines.map((line) => `${line.name}: ${words(line)}`).join('; ')}.`,
    )
    .join(' ');
}

export function plotOf(path: Reported, results: readonly Kept[]): string {
  const panels = panelsOf(results.filter((result) => shownIn(result) !== null));
  const roles = rolesOf(results);
  const across = Math.min(panels.length, 2);
  const columns = across === 1 ? 2 : 3;
  const down = Math.ceil(panels.length / across);
  const width = across * PANEL.width;
  const legendTop = HEAD_HEIGHT + down * PANEL.height + 12;
  const height = legendTop + Math.ceil(namesOf(roles).length / columns) * LEGEND_ROW + 8;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc">`,
    `<title id="title">${escaped(`${path.name}: ${path.about}`)}</title>`,
    `<desc id="desc">${escaped(described(panels))}</desc>`,
    STYLE,
    `<text class="title" x="${PANEL.left}" y="24">${escaped(path.name)} <tspan class="quiet">单位数 units: 10k, 100k, 1M</tspan></text>`,
    ...panels.map((panel, index) =>
      drawPanel(
        panel,
        (index % across) * PANEL.width,
        HEAD_HEIGHT + Math.floor(index / across) * PANEL.height,
        roles,
      ),
    ),
    drawLegend(roles, legendTop, columns, (width - PANEL.left) / columns),
    '</svg>',
    '',
  ].join('\n');
}
