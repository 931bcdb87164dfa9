import { JavaNumber } from '../../../message/index.js';
import { Decimal } from '../../decimal.js';
import { doubleOf, intOf, isDouble, isInt, isLong, type Operand } from '../operand.js';
import { type Argument, type FunctionEntry, wrongArgument } from './call.js';

/** Functions over numbers: ints and doubles, not longs. */
export const numberFunctions = {
  abs: { 1: (_call, [x]) => keepInt('abs', x, Math.abs) },
  ceil: { 1: (_call, [x]) => keepInt('ceil', x, Math.ceil) },
  floor: { 1: (_call, [x]) => keepInt('floor', x, Math.floor) },
  round: { 1: (_call, [x]) => round(x), 2: (_call, [x, decimals]) => roundTo(x, decimals) },
  sqrt: { 1: (_call, [x]) => double(Math.sqrt(numeric('sqrt', x))) },
  pow: { 2: (_call, [x, y]) => double(numeric('pow', x) ** numeric('pow', y)) },
  log: {
    1: (_call, [x]) => double(Math.log10(numeric('log', x))),
    2: (_call, [x, base]) => double(Math.log(numeric('log', x)) / Math.log(numeric('log', base))),
  },
} satisfies Record<string, FunctionEntry>;

function double(value: number): JavaNumber {
  return new JavaNumber('double', value);
}

function int(value: number): JavaNumber {
  return new JavaNumber('int', value | 0);
}

function numeric(name: string, operand: Argument): number {
  if (isInt(operand)) return intOf(operand);
  return isDouble(operand) ? doubleOf(operand) : wrongArgument(name);
}

/** An int gives an int, wrapping around as Java's; a double gives a double. */
function keepInt(name: string, operand: Argument, change: (value: number) => number): Operand {
  return isInt(operand) ? int(change(intOf(operand))) : double(change(numeric(name, operand)));
}

/** Halves up, to a long that is then cut to 32 bits. */
function round(operand: Argument): Operand {
  if (!isDouble(operand)) return isInt(operand) ? int(intOf(operand)) : wrongArgument('round');
  const value = doubleOf(operand);
  if (Number.isNaN(value)) return int(0);
  const rounded = Math.min(Math.max(Math.round(value), -(2 ** 63)), 2 ** 63 - 1);
  return int(Number(BigInt.asIntN(32, rounded >= 2 ** 63 ? 2n ** 63n - 1n : BigInt(rounded))));
}

/** Halves up, to so many decimals. An integer comes back as it is. */
function roundTo(operand: Argument, decimals: Argument): Operand {
  if (isDouble(operand) && isInt(decimals) && intOf(decimals) > 0) {
    const value = Decimal.parse(String(double(doubleOf(operand))));
    return value && intOf(decimals) < 1000
      ? double(value.withScale(intOf(decimals)).toNumber())
      : wrongArgument('round');
  }
  return isInt(operand) || isLong(operand) ? operand : wrongArgument('round');
}
