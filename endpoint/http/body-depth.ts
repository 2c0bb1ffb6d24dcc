/** Nothing that the team writes is nested more than a dozen levels; what goes through it level by level has a stack to lose. */
const mostLevels = 64;

/** True where a parsed body is nested deeper than anything of the protocol. Goes through it level by level, without a stack. */
export const isTooDeep = (body: unknown): boolean => {
  let level: readonly unknown[] = [body];
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > mostLevels) return true;
    const below: unknown[] = [];
    for (const value of level) {
      if (value === null || typeof value !== 'object' || ArrayBuffer.isView(value)) continue;
      for (const inner of Object.values(value)) if (inner !== null && typeof inner === 'object') below.push(inner);
    }
    level = below;
  }
  return false;
};
