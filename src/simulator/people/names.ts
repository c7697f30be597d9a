/** What people of the town are called, so that a dashboard reads like one. */
const MEN = [
  'Jun',
  'Boyet',
  'Ambo',
  'Kardo',
  'Totoy',
  'Doro',
  'Pilo',
  'Nonoy',
  'Ding',
  'Berto',
  'Caloy',
  'Efren',
];
const WOMEN = [
  'Nena',
  'Cora',
  'Luz',
  'Vangie',
  'Ising',
  'Rosa',
  'Tess',
  'Malou',
  'Baby',
  'Girlie',
  'Dolor',
];
const FAMILIES = [
  'Reyes',
  'Santos',
  'Cruz',
  'Bautista',
  'Ocampo',
  'Garcia',
  'Mendoza',
  'Aquino',
  'Villanueva',
  'Ramos',
  'Castillo',
  'Manalo',
  'Dizon',
];

export function driverName(number: number): string {
  return `${cycled(MEN, number)} ${cycled(FAMILIES, number)}`;
}

export function riderName(number: number): string {
  return `${cycled(WOMEN, number)} ${cycled(FAMILIES, number * 5)}`;
}

/** As painted on the side of a tricycle. */
export function vehicleName(number: number): string {
  return `TODA ${String(number).padStart(3, '0')}`;
}

function cycled(names: readonly string[], number: number): string {
  return names[number % names.length] ?? '';
}
