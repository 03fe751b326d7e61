/** The languages of the interface, and of answers by quotation. Named as VS Code does. */
export type SpokenLanguage = 'en' | 'de' | 'es' | 'fr' | 'ja' | 'zh-cn';

/** The language that somebody names in a setting (`German`, `Deutsch`, `de-AT`); undefined for one that is not spoken here. */
export function languageNamed(name: string): SpokenLanguage | undefined {
    const plain = name.trim().toLowerCase();
    const known = NAMES.get(plain);
    if (known) return known;
    return /^[a-z]{2}[-_]/.test(plain) ? NAMES.get(plain.slice(0, 2)) : undefined;
}

const NAMES: ReadonlyMap<string, SpokenLanguage> = new Map(
    (
        [
            ['en', 'en english englisch inglés anglais 英語 英语'],
            ['de', 'de german deutsch alemán allemand ドイツ語 德语'],
            ['es', 'es spanish español castellano spanisch espagnol スペイン語 西班牙语'],
            ['fr', 'fr french français französisch francés フランス語 法语'],
            ['ja', 'ja japanese 日本語 japanisch japonés japonais 日语'],
            ['zh-cn', 'zh zh-cn zh-hans chinese 中文 简体中文 汉语 chinesisch chino chinois 中国語'],
        ] as const
    ).flatMap(([language, names]) => names.split(' ').map(name => [name, language] as const)),
);
