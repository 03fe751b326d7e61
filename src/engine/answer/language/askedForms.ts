import type { ForeignLanguage } from './glossary.ts';

/**
 * Questions whose English decides more than their words: those for all places of a name, for its tests and its configuration, and those for
 * how a project is run. Undefined for every other question, which is read word for word.
 */
export function askedForm(question: string, language: ForeignLanguage): string | undefined {
    const text = question
        .normalize('NFKC')
        .trim()
        .replaceAll(/\s+/g, ' ')
        .replace(/^¿\s*/, '')
        .replace(/[\s?.!。]+$/, '');
    for (const [form, english] of FORMS[language]) {
        const match = form.exec(text);
        if (match) return `${english.replace('{}', match.slice(1).join(''))}?`;
    }
    return undefined;
}

/** One name, perhaps in quotes, perhaps with the word for what it is before it. */
const NAME =
    '(?:(?:die|der|das|den|la|el|le) )?(?:(?:funktion|klasse|methode|función|clase|método|fonction|classe|méthode) )?(`[^`]+`|[\\w$@#][\\w$@./:#-]*(?:\\(\\))?)';

function forms(rows: readonly (readonly [form: string, english: string])[]): readonly (readonly [RegExp, string])[] {
    // Each alternative has a group of its own, one of which matches; one name for all of them is beyond Node 22.
    return rows.map(([form, english]) => [new RegExp(`^(?:${form.replaceAll('{}', NAME)})$`, 'iu'), english]);
}

const FORMS: Readonly<Record<ForeignLanguage, readonly (readonly [RegExp, string])[]>> = {
    de: forms([
        ['(?:wer|was|welche[rs]? \\p{L}+) (?:ruft|rufen) {} (?:alles )?auf', 'who calls {}'],
        ['wo (?:überall )?(?:wird|werden) {} (?:überall )?aufgerufen', 'where is {} called'],
        ['(?:wer|was) (?:verwendet|benutzt|nutzt|braucht) {}', 'what uses {}'],
        ['wo (?:überall )?(?:wird|werden) {} (?:überall )?(?:verwendet|benutzt|genutzt|gebraucht)', 'where is {} used'],
        ['(?:wer|was|welche dateien) importier(?:t|en) {}|wo (?:wird|werden) {} importiert', 'which files import {}'],
        ['welche tests (?:prüfen|testen|decken|nennen) {}(?: ab)?|wo wird {} getestet', 'which tests cover {}'],
        ['wo (?:wird|ist) {} (?:konfiguriert|eingestellt)', 'where is {} configured'],
        [
            'wie (?:führe ich|führt man|starte ich|lasse ich) (?:die|alle|unsere) tests(?: aus| laufen)?|wie (?:laufen|starten) die tests',
            'how do I run the tests',
        ],
        ['wie (?:baue|kompiliere|erstelle) ich (?:das projekt|es|das)|wie baut man (?:das projekt|es|das)', 'how do I build the project'],
        ['wie (?:starte|lasse) ich (?:das projekt|die anwendung|das programm|es|den server)(?: laufen)?', 'how do I start the project'],
        ['wie installiere ich (?:die )?abhängigkeiten', 'how do I install the dependencies'],
        ['wie installiere ich (?:das projekt|es|das)', 'how do I install it'],
        ['wie viele klassen gibt es', 'how many classes are there'],
        ['wie viele funktionen gibt es', 'how many functions are there'],
        ['wie viele dateien gibt es', 'how many files are there'],
        ['wie viele testdateien gibt es', 'how many test files are there'],
    ]),
    es: forms([
        ['(?:quién|qué) llama a {}', 'who calls {}'],
        ['dónde se llama(?: a)? {}', 'where is {} called'],
        ['(?:quién|qué) (?:usa|utiliza) {}', 'what uses {}'],
        ['dónde se (?:usa|utiliza) {}', 'where is {} used'],
        ['(?:quién|qué archivos|qué) importan? {}|dónde se importa {}', 'which files import {}'],
        ['qué (?:pruebas|tests) (?:cubren|prueban|mencionan) {}|dónde se prueba {}', 'which tests cover {}'],
        ['dónde se configura {}', 'where is {} configured'],
        ['cómo (?:ejecuto|se ejecutan|corro|lanzo) (?:las|los|todas las) (?:pruebas|tests)', 'how do I run the tests'],
        ['cómo (?:compilo|construyo|se compila|se construye) (?:el proyecto|esto)', 'how do I build the project'],
        ['cómo (?:inicio|arranco|ejecuto|se inicia) (?:el proyecto|la aplicación|el servidor|esto)', 'how do I start the project'],
        ['cómo (?:instalo|se instalan) (?:las )?dependencias', 'how do I install the dependencies'],
        ['cuántas clases hay', 'how many classes are there'],
        ['cuántas funciones hay', 'how many functions are there'],
        ['cuántos archivos hay', 'how many files are there'],
    ]),
    fr: forms([
        ["(?:qui|qu'est[- ]ce qui) appelle {}", 'who calls {}'],
        ['où {} est[- ](?:il|elle) appelée?|où est appelée? {}', 'where is {} called'],
        ["(?:qui|qu['’]est[- ]ce qui) utilise {}", 'what uses {}'],
        ['où {} est[- ](?:il|elle) utilisée?|où est utilisée? {}', 'where is {} used'],
        ['(?:quels fichiers|qui) importen?t? {}|où est importée? {}', 'which files import {}'],
        ['quels tests (?:couvrent|testent|mentionnent) {}|où est testée? {}', 'which tests cover {}'],
        ['où {} est[- ](?:il|elle) configurée?|où est configurée? {}', 'where is {} configured'],
        ['comment (?:lancer|exécuter|lance-t-on) (?:les|tous les) tests', 'how do I run the tests'],
        ['comment (?:construire|compiler) (?:le projet|cela)', 'how do I build the project'],
        ["comment (?:démarrer|lancer) (?:le projet|l'application|le serveur)", 'how do I start the project'],
        ['comment installer (?:les )?dépendances', 'how do I install the dependencies'],
        ['combien de classes y a-t-il|combien y a-t-il de classes', 'how many classes are there'],
        ['combien de fonctions y a-t-il|combien y a-t-il de fonctions', 'how many functions are there'],
        ['combien de fichiers y a-t-il|combien y a-t-il de fichiers', 'how many files are there'],
    ]),
    ja: forms([
        [
            '{} ?(?:を|は)(?:誰が|何が|どこで|どこから)?(?:呼び出|呼)(?:して|されて|ばれて|んで)(?:いる|います)(?:のは(?:何|どこ|誰)(?:です)?か?|か)?',
            'where is {} called',
        ],
        [
            '{} ?(?:を使って|を使用して|を利用して)(?:いる|います)のは(?:何|どこ|誰)(?:です)?か?|{} ?はどこで(?:使われて|使用されて|利用されて)(?:いますか|いるか)?',
            'where is {} used',
        ],
        ['{} ?(?:を|の)(?:検証|確認|テスト)(?:して|する)(?:いる|います)?(?:テスト)?は(?:どれ|どこ)(?:ですか|か)?', 'which tests cover {}'],
        ['{} ?はどこで設定(?:されますか|されていますか|しますか)', 'where is {} configured'],
        [
            'テストは?(?:を)?(?:どうやって|どのように)(?:実行|走ら)(?:しますか|せますか|する|します)?|テストの実行方法(?:は)?',
            'how do I run the tests',
        ],
        ['(?:プロジェクトは?)?(?:を)?(?:どうやって|どのように)ビルド(?:しますか|する)?|ビルド方法(?:は)?', 'how do I build the project'],
        ['依存関係は?(?:を)?(?:どうやって|どのように)インストール(?:しますか|する)?', 'how do I install the dependencies'],
        ['クラスは?(?:いくつ|何個)(?:ありますか|あるか)?', 'how many classes are there'],
        ['ファイルは?(?:いくつ|何個)(?:ありますか|あるか)?', 'how many files are there'],
    ]),
    'zh-cn': forms([
        ['(?:谁|哪里|什么)(?:会)?调用了? ?{}', 'who calls {}'],
        ['{} ?(?:在)?(?:哪里|哪儿|何处)被?调用', 'where is {} called'],
        ['(?:谁|什么|哪里)(?:使用|用到|用)了? ?{}', 'what uses {}'],
        ['{} ?(?:在)?(?:哪里|哪儿|何处)被?(?:使用|用到)', 'where is {} used'],
        ['(?:谁|哪些文件)导入了? ?{}', 'which files import {}'],
        ['哪些测试(?:覆盖|测试|提到)了? ?{}', 'which tests cover {}'],
        ['{} ?在?(?:哪里|哪儿|何处)(?:配置|设置)', 'where is {} configured'],
        ['(?:如何|怎么|怎样)(?:运行|执行|跑)(?:所有)?测试', 'how do I run the tests'],
        ['(?:如何|怎么|怎样)(?:构建|编译)(?:项目|它)?', 'how do I build the project'],
        ['(?:如何|怎么|怎样)(?:启动|运行)(?:项目|它|应用|服务器)', 'how do I start the project'],
        ['(?:如何|怎么|怎样)安装依赖', 'how do I install the dependencies'],
        ['有多少个?类', 'how many classes are there'],
        ['有多少个?文件', 'how many files are there'],
    ]),
};
