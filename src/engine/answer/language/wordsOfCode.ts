/**
 * Words of programming and of repositories by their English: German | Spanish | French | Japanese | Chinese, variants after commas; of verbs
 * what `inflections` does not find by itself. Japanese verbs stand without their endings. Our own work, from the general vocabulary of the
 * field and from no particular project.
 */
export const WORDS_OF_CODE = `
abort | abbrechen, abgebrochen, abbruch | abortar, interrumpir | abandonner, interrompre | 中断, 中止 | 中止, 终止
abstract | abstrakt | abstracto | abstrait, abstraite | 抽象 | 抽象
accept | annehmen, angenommen, akzeptieren | aceptar | accepter | 受け入れ, 受け付け | 接受
access | zugriff, zugreifen | acceso, acceder | accès, accéder | アクセス | 访问
account | konto, konten | cuenta | compte | アカウント | 账户, 账号
adapter | adapter | adaptador | adaptateur | アダプター, アダプタ | 适配器
add | hinzufügen, hinzugefügt, ergänzen, addieren | añadir, agregar, añade | ajouter, ajout | 追加, 加え | 添加, 增加, 新增
address | adresse | dirección | adresse | アドレス | 地址
advisory | sicherheitshinweis | aviso | avis | 勧告 | 公告
algorithm | algorithmus, algorithmen | algoritmo | algorithme | アルゴリズム | 算法
allow | erlauben, erlaubt, zulassen, zugelassen | permitir, permite | autoriser, permettre, permet | 許可, 許 | 允许
annotation | annotation, anmerkung | anotación | annotation | アノテーション, 注釈 | 注解
append | anhängen, angehängt | anexar | ajouter à la fin | 追記 | 追加
application | anwendung, applikation, programm | aplicación | application, appli | アプリケーション, アプリ | 应用程序, 应用
architecture | architektur, aufbau | arquitectura | architecture | アーキテクチャ, 構成 | 架构
argument | argument, übergabewert | argumento | argument | 引数 | 实参, 参数
array | feld, array | arreglo, matriz, vector | tableau | 配列 | 数组
assert | sicherstellen, behaupten | asegurar, afirmar | assertion | アサート, 表明 | 断言
assign | zuweisen, zugewiesen, zuweisung | asignar, asignación | affecter, affectation, attribuer | 代入, 割り当て | 赋值, 分配
asynchronous | asynchron | asíncrono | asynchrone | 非同期 | 异步
attach | anhängen, angehängt, anhang | adjuntar | attacher, joindre | 添付 | 附加
attribute | attribut, eigenschaft | atributo | attribut | 属性 | 属性
authentication | authentifizierung, anmeldung | autenticación | authentification | 認証 | 认证, 身份验证
authorization | autorisierung, berechtigung | autorización | autorisation | 認可 | 授权
author | autor, autoren | autor, autores | auteur | 作者 | 作者
automatic | automatisch | automático, automáticamente | automatique, automatiquement | 自動 | 自动
backup | sicherung, sicherungskopie | copia de seguridad, respaldo | sauvegarde | バックアップ | 备份
benchmark | leistungsmessung | prueba de rendimiento | banc d'essai | ベンチマーク | 基准测试
bind | binden, gebunden, bindung | enlazar, vincular | lier, liaison | バインド | 绑定
block | blockieren, blockiert | bloquear, bloque | bloquer, bloc | ブロック | 阻塞, 块
body | rumpf, körper | cuerpo | corps | 本体, ボディ | 主体, 正文
branch | zweig, verzweigung | rama | branche | ブランチ, 分岐 | 分支
breakpoint | haltepunkt | punto de interrupción | point d'arrêt | ブレークポイント | 断点
broadcast | rundruf | difusión, difundir | diffusion, diffuser | ブロードキャスト | 广播
browser | browser | navegador | navigateur | ブラウザ, ブラウザー | 浏览器
buffer | puffer, gepuffert | búfer | tampon, mémoire tampon | バッファ, バッファー | 缓冲区, 缓冲
bug | fehler | fallo | bogue | バグ, 不具合 | 缺陷
build | bauen, gebaut, baut, erstellen, erstellt, kompilierung | construir, construye, construido, compilación | construire, construite, construit, construction, compilation | ビルド, 構築 | 构建, 编译
builder | erbauer | constructor | constructeur | ビルダー | 构建器
button | knopf, schaltfläche, taste | botón | bouton | ボタン | 按钮
byte | byte | octeto | octet, octets | バイト | 字节
cache | zwischenspeicher, zwischengespeichert | caché | cache, mise en cache | キャッシュ | 缓存
calculate | berechnen, berechnet, berechnung, ausrechnen | calcular, cálculo, calcula | calculer, calcul | 計算 | 计算
call | rufen, ruft, aufruf, aufrufen, aufgerufen, aufgerufene | llamar, llama, llamada | appeler, appel, appelle, appelé | 呼び出, 呼ば, 呼ぶ | 调用
callback | rückruf | devolución de llamada | rappel, fonction de rappel | コールバック | 回调
cancel | abbrechen, stornieren | cancelar, cancelación | annuler, annulation | キャンセル, 取り消 | 取消
case | fall, fälle | caso | cas | ケース | 情况
certificate | zertifikat | certificado | certificat | 証明書 | 证书
change | ändern, geändert, änderung, änderungen, verändern | cambiar, cambio, cambia, modificar | changer, changement, modifier, modification | 変更, 変え | 更改, 修改, 变更, 改变
changelog | änderungsprotokoll | registro de cambios | journal des modifications | 変更履歴 | 更新日志, 变更日志
channel | kanal, kanäle | canal, canales | canal, canaux | チャネル, チャンネル | 通道, 频道
character | zeichen, buchstabe | carácter, caracteres | caractère | 文字 | 字符
chat | chat | charla | discussion | チャット | 聊天
check | prüfen, prüft, geprüft, prüfung, überprüfen, kontrollieren | comprobar, comprueba, comprobación, verificar, revisar | vérifier, vérifie, vérification, contrôler | 確認, 検査, チェック | 检查, 校验, 检测
checked | geprüfte | comprobada, comprobadas | vérifiée, vérifiées | チェック例外 | 受检
unchecked | ungeprüft, ungeprüfte | no comprobado, no comprobadas | non vérifié, non vérifiée | 非チェック | 非受检
checksum | prüfsumme | suma de comprobación | somme de contrôle | チェックサム | 校验和
child | kind | hijo, hija | enfant, fils | 子 | 子
choose | wählen, auswählen, ausgewählt, entschieden, entscheiden | elegir, eligieron, elige, seleccionar | choisir, choisi, choix, sélectionner | 選択, 選ん, 選 | 选择
class | klasse, klassen | clase | classe | クラス | 类
clean | aufräumen, bereinigen | limpiar | nettoyer | 掃除, クリーン | 清理
client | client, kunde | cliente | client | クライアント | 客户端
clock | uhr, takt | reloj | horloge | 時計, クロック | 时钟
close | schließen, schliesst, schließt, geschlossen | cerrar, cierra, cerrado | fermer, fermeture | 閉じ, クローズ | 关闭
cluster | verbund | clúster | grappe | クラスタ, クラスター | 集群
code | quelltext, quellcode, code | código, código fuente | code, code source | コード, ソースコード | 代码, 源代码
collect | sammeln, sammelt, gesammelt | recoger, recopilar | collecter, recueillir | 収集, 集め | 收集
collection | sammlung | colección | collection | コレクション | 集合
color | farbe, farben | color | couleur | 色 | 颜色
column | spalte, spalten | columna | colonne | 列 | 列
command | befehl, kommando, befehle | comando, orden | commande | コマンド | 命令
command line | befehlszeile, kommandozeile | línea de comandos | ligne de commande | コマンドライン | 命令行
comment | kommentar | comentario | commentaire | コメント | 注释, 评论
commit | commit, übergeben | confirmación | validation | コミット | 提交
compare | vergleichen, verglichen, vergleicht, vergleich | comparar, comparación | comparer, comparaison | 比較 | 比较, 对比
compile | kompilieren, übersetzen, übersetzt | compilar | compiler | コンパイル | 编译
compiler | übersetzer | compilador | compilateur | コンパイラ, コンパイラー | 编译器
complete | vollständig, abschließen | completar, completo | compléter, complet | 完了, 完全 | 完成, 完整
component | komponente, bauteil | componente | composant | コンポーネント | 组件
compress | komprimieren, komprimierung, packen | comprimir, compresión | compresser, compression | 圧縮 | 压缩
concurrent | nebenläufig, gleichzeitig, nebenläufigkeit | concurrente, concurrencia, a la vez | concurrent, simultané, concurrence | 並行, 同時 | 并发, 同时
condition | bedingung | condición | condition | 条件 | 条件
configuration | konfiguration, einstellung, einstellungen | configuración, ajustes, ajuste | configuration, paramétrage, réglage | 設定, 構成設定, コンフィグ | 配置, 设置
configured | konfiguriert, konfigurieren, eingestellt, einstellen, eingestellten | configurar, configura, configurado | configurer, configuré | 設定された | 配置的, 设置的
conflict | konflikt | conflicto | conflit | 競合 | 冲突
connect | verbinden, verbunden | conectar | connecter | 接続 | 连接
connection | verbindung, anschluss | conexión | connexion | 接続 | 连接
constant | konstante, konstant | constante | constante | 定数 | 常量
constructor | konstruktor | constructor | constructeur | コンストラクタ, コンストラクター | 构造函数, 构造器
constructed | erzeugt werden | construir | construite | 生成でき | 构造
container | behälter | contenedor | conteneur | コンテナ, コンテナー | 容器
content | inhalt, inhalte | contenido | contenu | 内容, コンテンツ | 内容
contribute | beitragen, mitwirken, mitwirkende | contribuir | contribuer | 貢献 | 贡献
control | steuern, steuerung | controlar, control | contrôle | 制御 | 控制
convert | umwandeln, umgewandelt, wandelt, konvertieren, umrechnen | convertir, convierte, conversión | convertir, conversion, transforme | 変換 | 转换, 变成
cookie | cookie | galleta | témoin | クッキー | 饼干
copy | kopieren, kopiert, kopie | copiar, copia | copier, copie | コピー, 複製 | 复制, 拷贝
count | zählen, zählt, gezählt, anzahl | contar, cuenta, cantidad | compter, nombre de | 数え, 件数, カウント | 计数, 统计, 数量
counter | zähler | contador | compteur | カウンター, カウンタ | 计数器
coverage | abdeckung | cobertura | couverture | カバレッジ | 覆盖率
cover | abdecken, abgedeckt, decken, deckt | cubrir, cubre, cubren | couvrir, couvre, couvrent | 網羅 | 覆盖
crash | absturz, abstürzen, abgestürzt | fallo, caída, colapso | plantage, planter | クラッシュ | 崩溃
create | erzeugen, erzeugt, erstellen, erstellt, angelegt, anlegen, erschaffen | crear, crea, creación | créer, création, crée | 作成, 生成 | 创建, 生成, 建立
data | daten | datos, dato | données, donnée | データ | 数据
database | datenbank | base de datos | base de données | データベース | 数据库
date | datum, datums | fecha | date | 日付, 日時 | 日期
deadlock | verklemmung | interbloqueo | interblocage | デッドロック | 死锁
debug | fehlersuche, debuggen | depurar, depuración | déboguer, débogage | デバッグ | 调试
decide | entscheiden, entschieden, entscheidet, entscheidung | decidir, decide, decisión | décider, décision | 決定, 決め | 决定
declare | deklarieren, deklariert, deklaration | declarar, declaración | déclarer, déclaration | 宣言 | 声明
decode | dekodieren, dekodiert, entschlüsseln | decodificar | décoder | 復号, デコード | 解码
decrypt | entschlüsseln | descifrar | déchiffrer | 復号 | 解密
default | standard, voreinstellung, standardwert, vorgabe, voreingestellt | predeterminado, por defecto, defecto | défaut, par défaut | 既定, デフォルト, 初期値 | 默认
define | definieren, definiert, festlegen, festgelegt | definir, define | définir, définit | 定義 | 定义
definition | definition | definición | définition | 定義 | 定义
delay | verzögerung, verzögern, verzögert | retraso, demora | délai, retard | 遅延 | 延迟
delete | löschen, löscht, gelöscht | borrar, eliminar, borra | supprimer, suppression, effacer | 削除, 消去 | 删除
dependency | abhängigkeit, abhängigkeiten | dependencia | dépendance | 依存関係, 依存 | 依赖
deploy | bereitstellen, ausrollen, bereitgestellt | desplegar, despliegue | déployer, déploiement | デプロイ, 配備 | 部署
describe | beschreiben, beschrieben, beschreibt, beschreibung | describir, describe, descripción | décrire, décrit, description | 説明, 記述 | 描述
deserialize | deserialisieren, deserialisierung | deserializar, deserialización | désérialiser, désérialisation | デシリアライズ, 逆シリアル化 | 反序列化
design | entwurf, entwerfen, gestaltung | diseño, diseñar | conception, concevoir | 設計 | 设计
detect | erkennen, erkannt, entdecken | detectar, detección | détecter, détection | 検出 | 检测
device | gerät, geräte | dispositivo | appareil, périphérique | デバイス | 设备
difference | unterschied, differenz | diferencia | différence | 差分, 違い | 差异, 区别
directory | verzeichnis, verzeichnisse | directorio | répertoire | ディレクトリ | 目录
disable | ausschalten, deaktivieren, abschalten, abgeschaltet | desactivar, deshabilitar | désactiver | 無効 | 禁用
display | anzeigen, anzeige, angezeigt | mostrar, pantalla | afficher, affichage | 表示 | 显示
document | dokument, dokumente | documento | document | 文書 | 文档
documentation | dokumentation, doku | documentación | documentation | ドキュメント, 文書 | 文档
documented | dokumentiert, beschrieben, dokumentieren | documentar, documenta | documenté, documenter, documentée | 書かれて, 文書化 | 说明了
download | herunterladen, heruntergeladen | descargar, descarga | télécharger, téléchargement | ダウンロード | 下载
driver | treiber | controlador | pilote | ドライバ, ドライバー | 驱动
drop | fallenlassen, freigegeben, verwerfen, verworfen, freigeben | soltar, libera, liberar, descartar | libérer, libéré, abandonner | 破棄, 解放 | 释放, 丢弃
duplicate | doppelt, duplikat | duplicado, duplicar | doublon, dupliquer | 重複 | 重复
duration | dauer | duración | durée | 期間 | 持续时间
edit | bearbeiten, bearbeitet | editar | éditer, modifier | 編集 | 编辑
element | element | elemento | élément | 要素 | 元素
email | e-mail, mail | correo | courriel | メール | 邮件
embed | einbetten, eingebettet | incrustar | intégrer | 埋め込 | 嵌入
empty | leer, leere | vacío, vacía | vide | 空 | 空
enable | einschalten, aktivieren, anschalten, eingeschaltet | activar, habilitar | activer | 有効 | 启用
encode | kodieren, kodiert, kodierung | codificar, codificación | encoder, encodage | 符号化, エンコード | 编码
encrypt | verschlüsseln, verschlüsselt, verschlüsselung | cifrar, cifrado | chiffrer, chiffrement | 暗号化, 暗号 | 加密
end | ende, enden | fin, final, terminar | fin, finir | 終了, 終わ | 结束, 末尾
endpoint | endpunkt | punto final | point de terminaison | エンドポイント | 端点, 接口地址
entry | eintrag, einträge | entrada | entrée | 項目, エントリ | 条目
enum | enum, aufzählung, enums | enumeración, enumeraciones | énumération, énumérations | 列挙型, 列挙 | 枚举
environment | umgebung | entorno | environnement | 環境 | 环境
environment variable | umgebungsvariable, umgebungsvariablen | variable de entorno | variable d'environnement | 環境変数 | 环境变量
error | fehler, fehlern | error, errores | erreur | エラー, 誤り | 错误, 报错
error message | fehlermeldung, fehlermeldungen | mensaje de error | message d'erreur | エラーメッセージ | 错误消息, 错误信息
escape | maskieren, maskiert | escapar | échapper | エスケープ | 转义
evaluate | auswerten, ausgewertet, auswertung | evaluar | évaluer | 評価 | 求值, 评估
event | ereignis, ereignisse | evento | événement, évènement | イベント | 事件
example | beispiel, beispiele | ejemplo | exemple | 例, サンプル | 示例, 例子
exception | ausnahme, ausnahmen | excepción, excepciones | exception | 例外 | 异常
exclude | ausschließen, ausgeschlossen, auslassen | excluir, excluye | exclure, exclu | 除外 | 排除
execute | ausführen, ausgeführt, ausführung | ejecutar, ejecución, ejecuta | exécuter, exécution | 実行 | 执行
exit | beenden, ausstieg | salir, salida | quitter, sortie | 終了 | 退出
expand | ausklappen, erweitern | expandir | développer, étendre | 展開 | 展开
expire | ablaufen, abgelaufen, ablauf | caducar, expirar | expirer | 期限切れ, 失効 | 过期
export | exportieren, exportiert, ausfuhr | exportar, exportación | exporter | エクスポート | 导出
expression | ausdruck, ausdrücke | expresión | expression | 式 | 表达式
extension | erweiterung, erweiterungen, endung | extensión | extension | 拡張機能, 拡張, 拡張子 | 扩展
fail | fehlschlagen, fehlgeschlagen, scheitern, schlägt fehl, fehlgeschlagener, gescheitert | fallar, falla, fallido | échouer, échoue, échec | 失敗 | 失败
failure | fehlschlag, fehlschlagen, ausfall | fallo | échec, panne | 失敗, 障害 | 失败, 故障
fallback | ausweichen, rückfall, ersatz | alternativa | repli, secours | フォールバック | 回退
feature | merkmal, funktionalität | característica, funcionalidad | fonctionnalité | 機能 | 功能, 特性
fetch | holen, holt, geholt, abrufen, abgerufen | obtener, traer | récupérer | 取得 | 获取
field | feld, felder | campo | champ | フィールド | 字段
file | datei, dateien | archivo, fichero | fichier | ファイル | 文件
file name | dateiname, dateinamen | nombre de archivo | nom de fichier | ファイル名 | 文件名
file watcher | dateiüberwachung, dateibeobachter | observador de archivos | surveillance des fichiers | ファイル監視 | 文件监视
filter | filtern, gefiltert | filtrar, filtro | filtrer, filtre | フィルター, 絞り込 | 过滤
flag | schalter, kennzeichen | indicador, bandera | drapeau, indicateur | フラグ | 标志
folder | ordner | carpeta | dossier | フォルダー, フォルダ | 文件夹
font | schriftart, schrift | fuente, tipo de letra | police | フォント | 字体
format | format, formatieren, formatiert | formato, formatear | format, formater | 形式, 書式, フォーマット | 格式
framework | rahmenwerk | marco de trabajo | cadriciel | フレームワーク | 框架
free | freigeben, frei, freigegeben | liberar, libre | libérer, libre | 解放 | 释放
function | funktion, funktionen | función, funciones | fonction, fonctions | 関数 | 函数
future | zukunft, futures | futuro, futuros | futur, futures | フューチャー | 期物
garbage collection | speicherbereinigung | recolección de basura | ramasse-miettes | ガベージコレクション | 垃圾回收
generate | erzeugen, erzeugt, generieren, generiert | generar, genera | générer, génère, génération | 生成 | 生成
generic | generisch | genérico | générique | ジェネリック, 汎用 | 泛型
global | global | global | global, globale | グローバル, 大域 | 全局
group | gruppe, gruppen, gruppieren | grupo, agrupar | groupe, grouper | グループ | 组, 分组
guide | anleitung, handbuch, leitfaden | guía | guide | ガイド, 手引き | 指南
user guide | benutzerhandbuch, bedienungsanleitung | guía del usuario, guía de usuario | guide de l'utilisateur, guide utilisateur | ユーザーガイド | 用户指南
`;
