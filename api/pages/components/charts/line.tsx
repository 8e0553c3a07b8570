import type { VNode } from 'preact';
import { dayOf } from '../../../../domain/dates.js';
import { exact, type Rational } from '../../../../domain/numbers.js';
import { Drawn, extentOf, linear } from './frame.js';

/** A day and its value as it is printed. */
export interface DayPoint {
  readonly on: string;
  readonly value: string;
}

const width = 640;
const height = 200;
const margin = 14;

/** A line over days; the table beside it has the numbers. */
export function LineChart({
  id = 'line',
  points,
  label,
}: {
  readonly id?: string;
  readonly points: readonly DayPoint[];
  readonly label: string;
}): VNode {
  const values = points.map(({ value }) => exact(value));
  const [low, high] = extentOf(values);
  const days = points.map(({ on }): Rational => exact(String(dayOf(on))));
  const x = linear(extentOf(days), [margin, width - margin]);
  const y = linear([low, high], [height - margin, margin]);
  const placed = points.map((point) => ({ ...point, x: x(exact(String(dayOf(point.on)))), y: y(exact(point.value)) }));
  const textOf = (wanted: Rational): string => points.find(({ value }) => exact(value).equals(wanted))?.value ?? '';
  return (
    <figure class="chart plain-line">
      <Drawn id={id} title={label} about={label} width={width} height={height}>
        <line class="axis" x1={margin} y1={height - margin} x2={width - margin} y2={height - margin} />
        <polyline class="line" points={placed.map((point) => `${point.x},${point.y}`).join(' ')} />
        {placed.map((point, index) => (
          <circle key={index} class="point" cx={point.x} cy={point.y} r="4">
            <title>{`${point.on}: ${point.value}`}</title>
          </circle>
        ))}
        <text x={margin} y={margin} class="mark">
          {textOf(high)}
        </text>
        {!low.equals(high) && (
          <text x={margin} y={height - margin - 4} class="mark">
            {textOf(low)}
          </text>
        )}
      </Drawn>
    </figure>
  );
}
