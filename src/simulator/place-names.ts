import type { Random } from './random.ts';

/** What people in a Philippine town name as a landmark, with a blank for whose or which it is. */
const PATTERNS = [
  'Sari-sari ni {woman}',
  'Carinderia ni {woman}',
  'Panaderya ni {man}',
  'Vulcanizing ni {man}',
  'Talyer ni {man}',
  'Barberya ni {man}',
  'Botika {flower}',
  'Water station {flower}',
  'Villa {flower}, gate',
  'Bigasan {flower}',
  'Barangay Hall {saint}',
  'Kapilya ng {saint}',
  'Covered court {saint}',
  'Health center {saint}',
  'Daycare {saint}',
  '{saint} Elementary School',
  'Waiting shed {tree}',
  'Kanto ng {tree}',
  'Tulay ng {tree}',
  'Sabungan sa {tree}',
] as const;

const BLANKS: Readonly<Record<string, readonly string[]>> = {
  woman: [
    'Aling Nena',
    'Aling Cora',
    'Aling Luz',
    'Ate Vangie',
    'Ate Baby',
    'Lola Ising',
    'Manang Rosa',
  ],
  man: [
    'Mang Totoy',
    'Mang Ambo',
    'Mang Kardo',
    'Kuya Boyet',
    'Kuya Jun',
    'Ka Doro',
    'Tatang Pilo',
  ],
  flower: [
    'Sampaguita',
    'Rosal',
    'Gumamela',
    'Ilang-ilang',
    'Kalachuchi',
    'Dama de Noche',
    'Camia',
  ],
  saint: [
    'San Roque',
    'San Isidro',
    'Santa Cruz',
    'San Antonio',
    'Santo Niño',
    'San Rafael',
    'Santa Rita',
  ],
  tree: ['Mangga', 'Narra', 'Balete', 'Acacia', 'Niyog', 'Kawayan', 'Talisay'],
};

/** Endless landmark names: no two alike, the same ones for the same randomness. */
export function* placeNames(random: Random): Generator<string, never> {
  const timesGiven = new Map<string, number>();
  while (true) {
    const name = fillBlank(random.pick(PATTERNS), random);
    const times = (timesGiven.get(name) ?? 0) + 1;
    timesGiven.set(name, times);
    yield times === 1 ? name : `${name} ${times}`;
  }
}

function fillBlank(pattern: string, random: Random): string {
  return pattern.replace(/\{(\w+)\}/, (_, blank: string) => random.pick(BLANKS[blank] ?? []));
}
