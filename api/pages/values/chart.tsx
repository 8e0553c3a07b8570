import type { VNode } from 'preact';
import { dayOf } from '../../../domain/dates.js';
import type { ChartPoint } from '../../../db/metrics.js';

const width = 640;
const height = 200;
const margin = 14;

/** A line over days. Where a point stands on the screen needs no exact number; the table beside it has them. */
export function LineChart({
  points,
  label,
}: {
  readonly points: readonly ChartPoint[];
  readonly label: string;
}): VNode {
  const placed = placesOf(points);
  const [low, high] = [extreme(points, Math.min), extreme(points, Math.max)];
  return (
    <svg class="chart" viewBox={`0 0 ${width} ${height}`} role="img" aria-label={label}>
      <title>{label}</title>
      <line class="axis" x1={margin} y1={height - margin} x2={width - margin} y2={height - margin} />
      <polyline class="line" points={placed.map(({ x, y }) => `${x},${y}`).join(' ')} />
      {placed.map(({ x, y, on, value }) => (
        <circle key={on} class="point" cx={x} cy={y} r="4">
          <title>{`${on}: ${value}`}</title>
        </circle>
      ))}
      <text x={margin} y={margin} class="mark">
        {high}
      </text>
      {low !== high && (
        <text x={margin} y={height - margin - 4} class="mark">
          {low}
        </text>
      )}
    </svg>
  );
}

/** The text of the point that is highest or lowest. */
function extreme(points: readonly ChartPoint[], pick: (...values: number[]) => number): string {
  const wanted = pick(...points.map(({ value }) => Number(value)));
  return points.find(({ value }) => Number(value) === wanted)?.value ?? '';
}

function placesOf(points: readonly ChartPoint[]) {
  const days = points.map(({ on }) => dayOf(on));
  const values = points.map(({ value }) => Number(value));
  const along = scale(days, margin, width - margin);
  const up = scale(values, height - margin, margin);
  return points.map(({ on, value }, index) => ({ on, value, x: along(days[index] ?? 0), y: up(values[index] ?? 0) }));
}

/** To whole pixels; what does not vary stands in the middle. */
function scale(values: readonly number[], from: number, to: number): (value: number) => number {
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return (value) =>
    Math.round(least === most ? (from + to) / 2 : from + ((value - least) / (most - least)) * (to - from));
}
