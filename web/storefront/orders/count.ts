export const countOf = (order: { lines: { quantity: number }[] }): number => order.lines.reduce((sum, line) => sum + line.quantity, 0);
