import type { VNode } from 'preact';
import { exact, showNumber, zero } from '../../../../domain/numbers.js';
import type { Spread } from '../../../../domain/reports/index.js';
import { Drawn, extentOf, linear } from './frame.js';

export type ShownBox = Spread & { readonly label: string };

const width = 400;
const margin = 8;
const rowHeight = 44;
const foot = 20;

/** One row per box: from the least to the most, the middle half, the median, the 90th percentile. */
export function Boxes({
  rows,
  ...picture
}: {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly rows: readonly ShownBox[];
}): VNode {
  const extent = extentOf(
    rows.flatMap(({ least, most }) => [exact(least), exact(most)]),
    zero,
    exact('1'),
  );
  const x = linear(extent, [margin, width - margin]);
  const height = rows.length * rowHeight + foot;
  return (
    <Drawn {...picture} width={width} height={height}>
      {rows.map((row, index) => {
        const at = index * rowHeight + 30;
        const of = (text: string): string => x(exact(text));
        return (
          <g key={row.label}>
            <text class="label" x={margin} y={at - 14}>
              {row.label}
            </text>
            <line class="whisker" x1={of(row.least)} x2={of(row.most)} y1={at} y2={at} />
            <rect
              class="box"
              x={of(row.lower)}
              y={at - 7}
              width={exact(of(row.upper))
                .sub(exact(of(row.lower)))
                .toString()}
              height="14"
            />
            <line class="median" x1={of(row.median)} x2={of(row.median)} y1={at - 9} y2={at + 9} />
            <circle class="ninth" cx={of(row.ninth)} cy={at} r="4" />
          </g>
        );
      })}
      <line class="axis" x1={margin} x2={width - margin} y1={height - foot + 2} y2={height - foot + 2} />
      {extent.map((end, index) => (
        <text key={index} class="mark" x={x(end)} y={height - 5} text-anchor={index === 0 ? 'start' : 'end'}>
          {showNumber(end, 0)}
        </text>
      ))}
    </Drawn>
  );
}
