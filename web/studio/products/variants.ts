// The variants of a new product out of its options: "Glaze: Bone, Sage" × "Size: Small, Large".
export interface OptionText {
  name: string;
  values: string;
}

export const valuesOf = (text: string): string[] => [...new Set(text.split(',').map((each) => each.trim()).filter(Boolean))];

/** Every combination, in the order of the options; one empty choice when there are none. */
export function combinations(options: readonly OptionText[]): Record<string, string>[] {
  return options
    .filter((each) => each.name.trim() && valuesOf(each.values).length)
    .reduce<Record<string, string>[]>(
      (all, option) => all.flatMap((chosen) => valuesOf(option.values).map((value) => ({ ...chosen, [option.name.trim()]: value }))),
      [{}],
    );
}
