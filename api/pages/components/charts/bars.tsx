import type { VNode } from 'preact';
import { exact, type Rational, zero } from '../../../../domain/numbers.js';
import { Drawn, extentOf, linear } from './frame.js';

/** A bar per series; null: no data, which is no bar of length 0. */
export interface ShownBar {
  readonly label: string;
  readonly bars: readonly { readonly value: string | null; readonly shown: string }[];
}
interface Props {
  readonly id: string;
  readonly title: string;
  readonly about: string;
  readonly rows: readonly ShownBar[];
}

const width = 400;
const margin = 4;
/** Room for the number beside the longest bar. */
const beside = 90;
const labelHeight = 18;
const barHeight = 14;
const gap = 10;

const valuesOf = (rows: readonly ShownBar[]): readonly Rational[] =>
  rows.flatMap(({ bars }) => bars.flatMap(({ value }) => (value === null ? [] : [exact(value)])));

/** One below the other, each under its label, so that names have room on narrow screens too. */
export function Bars({ rows, ...picture }: Props): VNode {
  const [low, high] = extentOf(valuesOf(rows), zero);
  const x = linear([low, high.equals(low) ? low.add(1) : high], [margin, width - beside]);
  const heightOf = ({ bars }: ShownBar): number => labelHeight + bars.length * barHeight + gap;
  let top = 0;
  const placed = rows.map((row) => {
    const at = top;
    top += heightOf(row);
    return { ...row, top: at };
  });
  return (
    <Drawn {...picture} width={width} height={Math.max(top, 20)}>
      {placed.map((row) => (
        <g key={row.top}>
          <text class="label" x={margin} y={row.top + labelHeight - 5}>
            {clipped(row.label)}
          </text>
          {row.bars.map(({ value, shown }, index) => {
            const at = row.top + labelHeight + index * barHeight;
            const [from, to] = value === null ? [x(zero), x(zero)] : endsOf(x, exact(value));
            return (
              <g key={index}>
                <rect class={`bar series-${index}`} x={from} y={at} width={lengthOf(from, to)} height={barHeight - 3} />
                <text class="mark" x={after(to)} y={at + barHeight - 4}>
                  {shown}
                </text>
              </g>
            );
          })}
        </g>
      ))}
      <line class="axis" x1={x(zero)} x2={x(zero)} y1="0" y2={Math.max(top - gap, 0)} />
    </Drawn>
  );
}

const endsOf = (x: (value: Rational) => string, value: Rational): readonly [string, string] =>
  value.compare(0) < 0 ? [x(value), x(zero)] : [x(zero), x(value)];
const lengthOf = (from: string, to: string): string => exact(to).sub(exact(from)).toString();
const after = (to: string): string => exact(to).add(5).toString();
const mostLetters = 44;
const clipped = (label: string): string => (label.length > mostLetters ? `${label.slice(0, mostLetters - 1)}…` : label);

const columnsHeight = 170;
const foot = 22;
const head = 18;

/** Classes side by side in their order: how many there are of each. */
export function Distribution({ rows, ...picture }: Props): VNode {
  const most = extentOf(valuesOf(rows), zero, exact('1'))[1];
  const y = linear([zero, most], [columnsHeight - foot, head]);
  const each = (width - 2 * margin) / Math.max(1, rows.length);
  const every = Math.ceil(rows.length / 8);
  return (
    <Drawn {...picture} width={width} height={columnsHeight}>
      {rows.map((row, index) => {
        const left = margin + index * each;
        const one = (each * 0.85) / Math.max(1, row.bars.length);
        return (
          <g key={row.label}>
            {row.bars.map(({ value, shown }, series) => {
              const top = y(value === null ? zero : exact(value));
              const at = (left + series * one).toFixed(2);
              return (
                <g key={series}>
                  <rect
                    class={`bar series-${series}`}
                    x={at}
                    y={top}
                    width={one.toFixed(2)}
                    height={lengthOf(top, y(zero))}
                  />
                  {rows.length <= 16 && (
                    <text
                      class="mark"
                      x={(left + (series + 0.5) * one).toFixed(2)}
                      y={Number(top) - 4}
                      text-anchor="middle"
                    >
                      {shown}
                    </text>
                  )}
                </g>
              );
            })}
            {index % every === 0 && (
              <text class="mark" x={(left + each / 2).toFixed(2)} y={columnsHeight - 6} text-anchor="middle">
                {row.label}
              </text>
            )}
          </g>
        );
      })}
      <line class="axis" x1={margin} x2={width - margin} y1={y(zero)} y2={y(zero)} />
    </Drawn>
  );
}
