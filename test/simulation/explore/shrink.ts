import { live } from './live.ts';
import type { Story } from './story.ts';

/**
 * The fewest faults that still break the same invariant: leaves out one after another for as long as that goes. Which fault is
 * tried first does not matter for truth, only for what is left.
 */
export const shrink = async (story: Story, id: string): Promise<Story> => {
  let smallest = story;
  for (let at = 0; at < smallest.faults.length; ) {
    const fewer = { ...smallest, faults: smallest.faults.filter((_, index) => index !== at) };
    if (await breaks(fewer, id)) smallest = fewer;
    else at += 1;
  }
  return smallest;
};

const breaks = async (story: Story, id: string): Promise<boolean> =>
  (await live(story)).violations.some((violation) => violation.id === id);
