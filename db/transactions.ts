import type postgres from 'postgres';

type Sql = postgres.Sql;
type Transaction = postgres.TransactionSql;
type Work = (tx: Transaction) => unknown;

/**
 * Transactions that survive the end of their backend. The driver (3.4.9, `connection.js`, `nextWrite`) writes to a
 * connection that is gone: the ROLLBACK after the error, or whatever the work says next. That is an exception in a timer,
 * which ends the process, or reaches the transaction that has the connection by then. So what was begun on a connection
 * that is gone says nothing any more: it fails with the error that the driver rejects the transaction with.
 *
 * `closed`: how many connections of the pool have closed so far.
 */
export function survivingBegin(sql: Pick<Sql, 'begin'>, closed: () => number): Sql['begin'] {
  const begin = sql.begin.bind(sql) as (...args: readonly [string, Work]) => Promise<unknown>;

  async function surviving(...args: readonly [Work] | readonly [string, Work]): Promise<unknown> {
    const [options, work] = args.length === 1 ? ['', args[0]] : args;
    let hasBegun = false;
    const once = (): Promise<unknown> =>
      runOn(
        (act) =>
          begin(options, (tx) => {
            hasBegun = true;
            return act(tx);
          }),
        work,
        closed,
      );
    try {
      return await once();
    } catch (error) {
      // The driver answers the first statement on a new connection with the end of the one before: nothing was begun.
      if (hasBegun || !isEndOfBackend(error)) throw error;
      return once();
    }
  }
  return surviving as Sql['begin'];
}

const isEndOfBackend = (error: unknown): boolean => error instanceof Error && 'code' in error && error.code === '57P01';

/** Runs the work in a transaction of `begin` until its connection is gone. */
function runOn(begin: (work: Work) => Promise<unknown>, work: Work, closed: () => number): Promise<unknown> {
  const before = closed();
  let isGone = false;

  /** Goes on where the connection is there; where it is not, never: the driver would speak to it. */
  async function untilKnown(): Promise<void> {
    if (closed() === before) return;
    await new Promise((soon) => setImmediate(soon));
    if (isGone) await new Promise(() => {});
  }

  async function spoken(tx: Transaction, act: Work): Promise<unknown> {
    try {
      const result = await act(fenced(tx));
      await untilKnown();
      return result;
    } catch (error) {
      await untilKnown();
      throw error;
    }
  }

  function fenced(tx: Transaction): Transaction {
    return new Proxy(tx, {
      apply: (target, self, given) => {
        if (isGone) throw connectionClosed();
        return Reflect.apply(target, self, given) as unknown;
      },
      get: (target, key) => {
        if (isGone) throw connectionClosed();
        if (key !== 'savepoint') return Reflect.get(target, key) as unknown;
        return (...given: readonly [Work] | readonly [string, Work]) =>
          given.length === 1
            ? target.savepoint((nested) => spoken(nested, given[0]))
            : target.savepoint(given[0], (nested) => spoken(nested, given[1]));
      },
    });
  }

  const ended = begin((tx) => spoken(tx, work));
  // The driver tells the transaction, and nobody else, that its connection has closed.
  ended.catch(() => (isGone = true));
  return ended;
}

const connectionClosed = (): Error =>
  Object.assign(new Error('the connection has closed'), { code: 'CONNECTION_CLOSED' });
