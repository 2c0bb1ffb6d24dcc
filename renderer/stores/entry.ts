import { create } from 'zustand';

/** The person is being let in (a desk opens, the endpoint is asked): the first run stays on screen until it is over. */
export const useEntry = create<{ readonly entering: boolean }>(() => ({ entering: false }));

/** Keeps the first run shown while `work` runs, so that what goes wrong is said where the person asked for it. */
export const enter = async <T>(work: () => Promise<T>): Promise<T> => {
  useEntry.setState({ entering: true });
  try {
    return await work();
  } finally {
    useEntry.setState({ entering: false });
  }
};
