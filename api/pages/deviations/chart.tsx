import type { VNode } from 'preact';
import { dayOf } from '../../../domain/dates.js';
import { exact, showNumber } from '../../../domain/numbers.js';
import { deviationPage } from '../../../messages/pages.js';
import { Drawn, extentOf, linear } from '../components/charts/frame.js';
import type { Reader } from '../reader.js';

/** A judged day of the goal: ways in percent, as they are printed. */
export interface ChartPoint {
  readonly on: string;
  readonly expected: string;
  readonly made: string;
  readonly severity: 'red' | 'amber' | 'on-track';
}

const width = 640;
const height = 240;
const left = 72;
const right = 12;
const top = 12;
const bottom = 40;
/** At least the whole way is shown. */
const wholeWay = exact('100');

/**
 * The way expected and the way made over the days, drawn by ourselves; the
 * table beside it has the same as figures. Coordinates are exact until printed.
 */
export function WayChart({
  reader,
  points,
  period,
}: {
  readonly reader: Reader;
  readonly points: readonly ChartPoint[];
  readonly period: { readonly start: string; readonly end: string };
}): VNode {
  const { x, y, low, high } = scales(points, period);
  const path = (of: (point: ChartPoint) => string): string =>
    points.map((point) => `${x(point.on)},${y(exact(of(point)))}`).join(' ');
  const marks = [low, high, ...(low.compare(0) < 0 ? [exact('0')] : [])];
  return (
    <figure class="chart">
      <Drawn
        id="way"
        title={reader.t(deviationPage.chart)}
        about={reader.t(deviationPage.chartAbout)}
        width={width}
        height={height}
      >
        {marks.map((mark) => (
          <g key={showNumber(mark, 2)}>
            <line class="grid" x1={left} x2={width - right} y1={y(mark)} y2={y(mark)} />
            <text class="tick" x={left - 6} y={y(mark)} text-anchor="end" dominant-baseline="middle">
              {showNumber(mark, 0)} %
            </text>
          </g>
        ))}
        {[period.start, period.end].map((day, index) => (
          <text key={day} class="tick" x={x(day)} y={height - 10} text-anchor={index === 0 ? 'start' : 'end'}>
            {day}
          </text>
        ))}
        <polyline class="expected" points={path((point) => point.expected)} />
        <polyline class="made" points={path((point) => point.made)} />
        {points.map((point) => (
          <g key={point.on}>
            <circle class="expected" cx={x(point.on)} cy={y(exact(point.expected))} r="3" />
            <rect
              class={`made ${point.severity}`}
              x={shifted(x(point.on), -5)}
              y={shifted(y(exact(point.made)), -5)}
              width="10"
              height="10"
            >
              <title>{`${point.on}: ${showNumber(exact(point.made), 2)} %`}</title>
            </rect>
          </g>
        ))}
      </Drawn>
      <figcaption>
        <span class="key expected" /> {reader.t(deviationPage.expected)} <span class="key made" />{' '}
        {reader.t(deviationPage.made)}
      </figcaption>
    </figure>
  );
}

const shifted = (coordinate: string, by: number): string => showNumber(exact(coordinate).add(by), 2);

function scales(points: readonly ChartPoint[], { start, end }: { readonly start: string; readonly end: string }) {
  const ways = points.flatMap((point) => [exact(point.expected), exact(point.made)]);
  const [low, high] = extentOf(ways, exact('0'), wholeWay);
  const ends = [exact(String(dayOf(start))), exact(String(dayOf(end)))] as const;
  const x = linear(ends, [left, width - right]);
  const y = linear([low, high], [height - bottom, top]);
  return { low, high, x: (day: string): string => x(exact(String(dayOf(day)))), y };
}
