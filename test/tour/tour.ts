import { demoTour } from './demo-tour.ts';
import { englishTour } from './english-tour.ts';
import { teamTour } from './team-tour.ts';

/** Drives the main job on the demo desk, on a team's and in English; leaves pictures in `folder` and answers with their names. */
export const tour = async (folder: string): Promise<readonly string[]> => {
  const taken: string[] = [];
  await demoTour(folder, taken);
  await teamTour(folder, taken);
  await englishTour(folder, taken);
  return taken;
};
