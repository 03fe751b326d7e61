/** A number with what it counts: `1 file`, `2,298 passages`. */
export function counted(count: number, one: string, several = `${one}s`): string {
    return `${count.toLocaleString('en')} ${count === 1 ? one : several}`;
}
