import { z } from 'zod';
import { sha256 } from '../domain/primitives.ts';

/** What is put on paper: words, numbers and pictures in a few forms. The paper's looks are the shell's, its words the page's. */
const text = z.string().max(20_000);
const pair = z.object({ name: text, value: text });

export const printBlock = z.discriminatedUnion('is', [
  z.object({ is: z.literal('text'), text }),
  /** Big numbers side by side. */
  z.object({ is: z.literal('figures'), figures: z.array(z.object({ name: text, value: text, note: text })).max(12) }),
  z.object({ is: z.literal('pairs'), pairs: z.array(pair).max(100) }),
  /** `share`: of the longest bar, 0 to 1. */
  z.object({ is: z.literal('bars'), bars: z.array(z.object({ name: text, value: text, share: z.number().min(0).max(1) })).max(100) }),
  /** `right`: columns of numbers, from 0. `foot`: the line of sums. */
  z.object({
    is: z.literal('table'),
    head: z.array(text).max(20),
    rows: z.array(z.array(text).max(20)).max(20_000),
    right: z.array(z.int().nonnegative()).max(20),
    foot: z.array(text).max(20).nullable(),
  }),
  z.object({ is: z.literal('pictures'), pictures: z.array(z.object({ sha256, caption: text })).max(200) }),
  /** Lines to sign on. */
  z.object({ is: z.literal('signatures'), names: z.array(text).max(6) }),
]);

export const printDocument = z.object({
  lang: z.enum(['es', 'en']),
  title: text,
  subtitle: text,
  facts: z.array(pair).max(20),
  sections: z.array(z.object({ heading: text, blocks: z.array(printBlock).max(50) })).max(50),
  /** At the foot of each page, before the page's number. */
  foot: z.string().max(200),
});

export type PrintBlock = z.infer<typeof printBlock>;
export type PrintDocument = z.infer<typeof printDocument>;
