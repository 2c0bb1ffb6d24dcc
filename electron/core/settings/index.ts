import { z } from 'zod';
import type { SettingsView } from '#shared/contract/views.ts';
import { write } from '../db/handles.ts';
import { getMeta, setMeta } from '../db/meta.ts';
import type { Part } from '../part.ts';
import type { Spine } from '../spine.ts';

const settings = z.object({
  locale: z.enum(['es', 'en']).catch('es'),
  theme: z.enum(['system', 'light', 'dark']).catch('system'),
  density: z.enum(['compact', 'regular', 'comfortable']).catch('regular'),
  sidebar: z.enum(['open', 'collapsed']).catch('open'),
  singleKeys: z.boolean().catch(true),
});

/** The desk's own preferences. They stay on this desk and work without a session. */
export const createSettings = (spine: Spine): Part<'settings.get' | 'settings.set'> => {
  const read = (): SettingsView => settings.parse(JSON.parse(getMeta(spine.db, 'settings') ?? '{}'));
  return {
    'settings.get': read,
    'settings.set': (change) => {
      const next = settings.parse({ ...read(), ...change });
      write(spine.db, (tx) => setMeta(tx, 'settings', JSON.stringify(next)));
      spine.announce(['settings']);
      return next;
    },
  };
};
