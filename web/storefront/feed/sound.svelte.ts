// Sound is off until asked for, then on for every video of the visit.
export const sound = $state({ on: false });
