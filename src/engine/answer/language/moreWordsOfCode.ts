/** The other half of `wordsOfCode`, from h. */
export const MORE_WORDS_OF_CODE = `
handle | behandeln, behandelt, behandlung, verarbeiten | manejar, maneja, gestionar, manejo, manejador | gérer, gère, gestion, traiter | 処理, 扱, ハンドル | 处理, 句柄
handler | behandler | manejador | gestionnaire | ハンドラ, ハンドラー | 处理程序, 处理器
hash | streuwert | resumen, hash | hachage, condensat | ハッシュ | 哈希, 散列
header | kopfzeile, kopfzeilen | cabecera, encabezado | en-tête | ヘッダー, ヘッダ | 请求头, 标头
heap | halde | montículo | tas | ヒープ | 堆
help | hilfe, helfen | ayuda, ayudar | aide, aider | ヘルプ | 帮助
hidden | versteckt, verborgen | oculto | caché, masqué | 隠し | 隐藏
highlight | hervorheben, hervorgehoben, hervorhebung | resaltar, resaltado | surligner, mettre en évidence, coloration | 強調, ハイライト | 高亮
history | verlauf, historie, geschichte | historial, historia | historique, histoire | 履歴 | 历史
home | startseite, heimat | inicio | accueil | ホーム | 主页
hook | haken, einhängepunkt | gancho | crochet | フック | 钩子
host | rechner, gastgeber | anfitrión | hôte | ホスト | 主机
icon | symbol | icono | icône | アイコン | 图标
ignore | ignorieren, ignoriert, übergehen | ignorar, ignora | ignorer, ignore | 無視 | 忽略
image | bild, bilder, abbild | imagen | image | 画像, イメージ | 图像, 图片, 镜像
implement | implementieren, implementiert, umgesetzt, umsetzen | implementar, implementa | implémenter, implémente | 実装 | 实现
implementation | implementierung, umsetzung | implementación | implémentation | 実装 | 实现
import | importieren, importiert, einfuhr | importar, importación | importer | インポート | 导入
improve | verbessern, verbessert, verbesserung | mejorar, mejora | améliorer, amélioration | 改善, 向上 | 改进, 改善, 优化
include | einschließen, enthalten, einbinden | incluir, incluye | inclure, inclut | 含め, 含む | 包含, 包括
index | index, indizieren, indizierung, verzeichnis | índice, indexar, indexación | index, indice, indexer, indexation | インデックス, 索引, 添字 | 索引
inherit | erben, geerbt, vererbung | heredar, herencia | hériter, héritage | 継承 | 继承
initialize | initialisieren, initialisiert, initialisierung | inicializar, inicialización | initialiser, initialisation | 初期化 | 初始化
input | eingabe, eingaben | entrada | entrée, saisie | 入力 | 输入
insert | einfügen, eingefügt | insertar, inserción | insérer, insertion | 挿入 | 插入
install | installieren, installiert, installation | instalar, instalación | installer, installation | インストール, 導入 | 安装
instance | instanz, instanzen, exemplar | instancia | instance | インスタンス | 实例
integer | ganzzahl, ganzzahlen | entero | entier | 整数 | 整数
integration test | integrationstest, integrationstests | prueba de integración, pruebas de integración | test d'intégration, tests d'intégration | 結合テスト, 統合テスト | 集成测试
interface | schnittstelle, schnittstellen, oberfläche | interfaz, interfaces | interface | インターフェース, インタフェース | 接口, 界面
internal | intern, intern | interno | interne | 内部 | 内部
interrupt | unterbrechen, unterbrochen, unterbrechung | interrumpir, interrupción | interrompre, interruption | 割り込み | 中断
interval | intervall, abstand | intervalo | intervalle | 間隔 | 间隔
invalid | ungültig, ungültige | inválido, no válido | invalide, non valide | 無効な, 不正 | 无效, 非法
issue | problem, ticket | incidencia, problema | problème, ticket | 課題, 問題 | 问题, 议题
item | element, eintrag | elemento | élément | 項目 | 项目, 条目
iterate | durchlaufen, iterieren | iterar, recorrer | itérer, parcourir | 反復, 走査 | 遍历, 迭代
iterator | iterator | iterador | itérateur | イテレータ, イテレーター | 迭代器
job | auftrag, aufträge | trabajo, tarea | tâche, travail | ジョブ | 作业
key | schlüssel, taste | clave, llave, tecla | clé, touche | キー, 鍵 | 键, 密钥
keyboard | tastatur | teclado | clavier | キーボード | 键盘
kill | beenden, beendet, töten, abschießen | matar, mata | tuer, tué | 強制終了, 終了させ | 终止, 杀死
label | beschriftung, etikett | etiqueta | étiquette, libellé | ラベル | 标签
language | sprache, sprachen | idioma, lenguaje, lengua | langue, langage | 言語 | 语言
layer | schicht, ebene | capa | couche | 層, レイヤー | 层
layout | anordnung | disposición, diseño | mise en page, disposition | レイアウト | 布局
lazy | faul, bei bedarf, verzögert | perezoso, bajo demanda | paresseux, à la demande | 遅延 | 惰性, 延迟
leak | leck, lecks, undicht | fuga, fugas | fuite, fuites | リーク, 漏れ | 泄漏
length | länge | longitud | longueur | 長さ | 长度
library | bibliothek, bibliotheken | biblioteca, librería | bibliothèque | ライブラリ | 库
license | lizenz | licencia | licence | ライセンス | 许可证
limit | grenze, begrenzen, begrenzt, obergrenze, begrenzung | límite, limitar | limite, limiter | 制限, 上限 | 限制, 上限
line | zeile, zeilen, linie | línea | ligne | 行 | 行
link | verweis, verknüpfung, verweise | enlace, vínculo | lien | リンク | 链接
list | liste, listen, auflisten, aufgelistet | lista, listar | liste, lister | 一覧, リスト | 列表, 列出
listen | lauschen, zuhören, horchen | escuchar, escucha | écouter, écoute | 待ち受け, リッスン | 监听
listener | zuhörer | oyente | écouteur | リスナー | 监听器
load | laden, geladen, lädt, ladung, einlesen | cargar, carga | charger, chargement, charge | 読み込, ロード, 負荷 | 加载, 载入, 负载
local | lokal, lokale, lokalen | local, locales | local, locale | ローカル | 本地, 局部
lock | sperre, sperren, gesperrt, verriegelt | bloqueo, bloquear, cerrojo | verrou, verrouiller | ロック | 锁, 加锁
log | protokoll, protokollieren, protokolliert, logdatei | registro, registrar, bitácora | journal, journaliser, trace | ログ, 記録 | 日志
logging | protokollierung | registro de eventos | journalisation | ログ出力 | 日志记录
login | anmelden, anmeldung, einloggen, angemeldet | iniciar sesión, inicio de sesión, acceso | connexion, se connecter | ログイン | 登录
logout | abmelden, abmeldung | cerrar sesión | déconnexion | ログアウト | 登出, 注销
loop | schleife, schleifen | bucle, ciclo | boucle | ループ | 循环
lower case | kleinbuchstaben, kleinschreibung | minúsculas, minúscula | minuscules, minuscule | 小文字 | 小写
main | haupt | principal | principal | メイン, 主 | 主
map | abbilden, karte, zuordnung, abgebildet | mapa, mapear | carte, mapper, table | マップ, 対応付け | 映射
match | übereinstimmen, passen, passt, treffer | coincidir, coincidencia | correspondre, correspondance | 一致, マッチ | 匹配
maximum | maximal, höchstens, größte | máximo, máxima | maximum, maximal, maximale | 最大 | 最大, 最高
measure | messen, gemessen, misst, messung | medir, medición | mesurer, mesure | 計測, 測定 | 测量, 度量
member | mitglied, mitglieder | miembro | membre | メンバー | 成员
memory | speicher, arbeitsspeicher | memoria | mémoire | メモリ | 内存
memory leak | speicherleck, speicherlecks | fuga de memoria, fugas de memoria | fuite de mémoire, fuites de mémoire | メモリリーク | 内存泄漏
menu | menü | menú | menu | メニュー | 菜单
merge | zusammenführen, zusammengeführt, verschmelzen | fusionar, combinar, fusión | fusionner, fusion | マージ, 統合 | 合并
message | nachricht, nachrichten, meldung, meldungen, botschaft | mensaje, mensajes | message, messages | メッセージ | 消息, 信息
method | methode, methoden | método | méthode | メソッド | 方法
metric | metrik, kennzahl | métrica | métrique | 指標, メトリクス | 指标
middleware | zwischenschicht | software intermedio | intergiciel | ミドルウェア | 中间件
migration | migration, umstieg | migración | migration | 移行 | 迁移
minimum | minimal, mindestens, kleinste, kleinsten | mínimo, mínima | minimum, minimal, minimale | 最小, 最低 | 最小, 最低
missing | fehlend, fehlende, fehlt, fehlen | falta, faltante | manquant, manque | 欠落, 足りない, 存在しない | 缺失, 缺少
model | modell, modelle | modelo | modèle | モデル | 模型
module | modul, module | módulo | module | モジュール | 模块
mouse | maus | ratón | souris | マウス | 鼠标
move | verschieben, verschoben, bewegen | mover, mueve | déplacer | 移動 | 移动
mutable | veränderlich | mutable | mutable, modifiable | 可変 | 可变
mutex | sperre | exclusión mutua | mutex | ミューテックス | 互斥锁
name | name, namen, benennen, benannt, heißt | nombre, nombrar | nom, nommer | 名前, 名 | 名称, 名字
namespace | namensraum | espacio de nombres | espace de noms | 名前空間 | 命名空间
nested | verschachtelt | anidado | imbriqué | 入れ子, ネスト | 嵌套
network | netzwerk, netz | red | réseau | ネットワーク | 网络
new | neu, neue, neuen, neuer, neues | nuevo, nueva | nouveau, nouvelle | 新しい, 新規 | 新, 新建
node | knoten | nodo | nœud, noeud | ノード | 节点
notify | benachrichtigen, benachrichtigt | notificar | notifier | 通知 | 通知
notification | benachrichtigung, mitteilung | notificación | notification | 通知 | 通知
number | zahl, zahlen, nummer | número | nombre, numéro | 数値, 数字, 番号, 数 | 数字, 数值, 编号
object | objekt, objekte | objeto | objet | オブジェクト | 对象
offline | netzlos | sin conexión | hors ligne | オフライン | 离线
open | öffnen, geöffnet, öffnet, offen | abrir, abre, abierto | ouvrir, ouvre, ouvert | 開く, 開き, 開い, オープン | 打开
operating system | betriebssystem | sistema operativo | système d'exploitation | オペレーティングシステム | 操作系统
operator | operator | operador | opérateur | 演算子 | 运算符
optimize | optimieren, optimiert, optimierung | optimizar, optimización | optimiser, optimisation | 最適化 | 优化
option | option, wahlmöglichkeit | opción, opciones | option | オプション, 選択肢 | 选项
optional | optional | opcional | optionnel, facultatif | 省略可能, 任意 | 可选
order | reihenfolge, ordnung, bestellung, sortierung | orden, pedido | ordre, commande | 順序, 順番, 注文 | 顺序, 订单
output | ausgabe, ausgaben, ausgeben | salida | sortie | 出力 | 输出
overflow | überlauf, überlaufen | desbordamiento | débordement, dépassement | オーバーフロー, 桁あふれ | 溢出
override | überschreiben, überschrieben | sobrescribir, anular | redéfinir, surcharger | 上書き, オーバーライド | 重写, 覆盖
owner | besitzer, eigentümer | propietario, dueño | propriétaire | 所有者 | 所有者
package | paket, pakete | paquete | paquet | パッケージ | 软件包, 包
page | seite, seiten | página | page | ページ | 页面, 页
panic | panik, abbruch | pánico | panique | パニック | 恐慌
parallel | parallel | paralelo | parallèle | 並列 | 并行
parameter | parameter | parámetro | paramètre | パラメータ, パラメーター, 仮引数 | 参数, 形参
parent | eltern, übergeordnet | padre | parent | 親 | 父
parse | parsen, geparst, parst, zerlegen, zerlegt, einlesen | analizar, análisis, parsear | analyser, analyse, parser | 解析, 構文解析, パース | 解析
parser | parser, zerteiler | analizador | analyseur | パーサー, パーサ | 解析器
password | passwort, kennwort | contraseña | mot de passe, mots de passe | パスワード | 密码, 口令
path | pfad, pfade, weg | ruta, camino | chemin | パス, 経路 | 路径
pattern | muster | patrón | motif, modèle | パターン | 模式
pause | anhalten, angehalten, angehaltener, pausieren | pausar, detener | mettre en pause | 一時停止 | 暂停
payment | zahlung, bezahlung, bezahlen | pago, pagar | paiement, payer | 支払い, 決済 | 支付, 付款
performance | leistung, geschwindigkeit | rendimiento | performance | 性能, パフォーマンス | 性能
permission | berechtigung, erlaubnis, rechte | permiso | permission, autorisation | 権限 | 权限
plugin | erweiterungsmodul, zusatzmodul | complemento | greffon, module d'extension | プラグイン | 插件
pointer | zeiger | puntero | pointeur | ポインタ, ポインター | 指针
policy | regel, richtlinie, regeln | política | politique | 方針, ポリシー | 政策, 策略
pool | vorrat, becken, pool | grupo, reserva | réserve, groupe | プール | 池
port | anschluss | puerto | port | ポート | 端口
prefix | präfix, vorsilbe | prefijo | préfixe | 接頭辞, プレフィックス | 前缀
price | preis, preise | precio | prix | 価格, 値段 | 价格
print | drucken, ausgeben, ausgegeben, gedruckt | imprimir, imprime | imprimer, afficher | 印刷, 印字, 表示 | 打印
priority | priorität, vorrang | prioridad | priorité | 優先度, 優先順位 | 优先级
private | privat | privado | privé | 非公開, プライベート | 私有
process | prozess, prozesse, verarbeiten, verarbeitet, verarbeitung | proceso, procesar | processus, traiter, traitement | プロセス, 処理 | 进程, 处理
child process | kindprozess, kindprozesse | proceso hijo | processus enfant, processus fils | 子プロセス | 子进程
progress | fortschritt | progreso | progression, avancement | 進捗, 進行状況 | 进度
project | projekt | proyecto | projet | プロジェクト | 项目
property | eigenschaft, eigenschaften | propiedad | propriété | プロパティ, 属性 | 属性
protocol | protokoll | protocolo | protocole | プロトコル | 协议
provide | bereitstellen, bereitgestellt, liefern | proporcionar, proveer | fournir | 提供 | 提供
proxy | stellvertreter | intermediario | mandataire | プロキシ | 代理
public | öffentlich | público | public | 公開 | 公共, 公开
publish | veröffentlichen, veröffentlicht, veröffentlichung | publicar, publicación | publier, publication | 公開, 発行 | 发布
query | abfrage, abfragen, anfrage | consulta, consultar | requête | クエリ, 問い合わせ | 查询
queue | warteschlange, schlange | cola | file d'attente, file | キュー, 待ち行列 | 队列
random | zufällig, zufall | aleatorio, azar | aléatoire, hasard | 乱数, ランダム | 随机
range | bereich, bereiche | rango, intervalo | plage, intervalle | 範囲 | 范围
rate limit | ratenbegrenzung | límite de peticiones | limitation de débit | レート制限 | 限流, 速率限制
read | lesen, liest, gelesen, las, einlesen, eingelesen, ausgelesen | leer, lee, leído, leída, leen, lectura | lire, lit, lu, lue, lecture | 読み取, 読み出, 読み込, 読む, 読ま | 读取, 读
reader | leser | lector | lecteur | リーダー | 读取器
receive | empfangen, empfängt, erhalten | recibir, recibe | recevoir, reçoit, reçu, réception | 受信, 受け取 | 接收
record | datensatz, aufzeichnen, aufzeichnung | registro, grabar | enregistrement, enregistrer | 記録, レコード | 记录
recover | wiederherstellen, wiederhergestellt, erholen | recuperar, recuperación | récupérer, récupération, rétablir | 復旧, 回復 | 恢复
recursive | rekursiv, rekursion | recursivo, recursión | récursif, récursion | 再帰 | 递归
redirect | umleiten, umleitung, weiterleiten, weitergeleitet | redirigir, redirección | rediriger, redirection | リダイレクト | 重定向
reference | referenz, verweis, bezug | referencia | référence | 参照 | 引用
reflection | spiegelung, reflexion | reflexión | réflexion, introspection | リフレクション | 反射
refresh | auffrischen, aktualisieren | refrescar | rafraîchir | 再読み込み, リフレッシュ | 刷新
register | registrieren, registriert, anmelden | registrar, registra | enregistrer, inscrire | 登録, レジスタ | 注册
regular expression | regulärer ausdruck, reguläre ausdrücke | expresión regular | expression régulière, expression rationnelle | 正規表現 | 正则表达式
reject | ablehnen, abgelehnt, verwerfen, zurückweisen | rechazar, rechaza | rejeter, refuser | 拒否, 却下 | 拒绝
release | freigabe, veröffentlichung, ausgabe, freigeben, veröffentlichen | lanzamiento, publicación, liberar | sortie, parution, livraison | リリース | 发布, 释放
remove | entfernen, entfernt, wegnehmen | quitar, eliminar, retirar | enlever, retirer, supprimer | 取り除, 除去, 削除 | 移除, 去除
rename | umbenennen, umbenannt | renombrar | renommer | 名前変更, 改名 | 重命名
render | darstellen, zeichnen, dargestellt, rendern, gerendert, gezeichnet | renderizar, dibujar, mostrar | rendre, rendu, afficher | 描画, レンダリング | 渲染
replace | ersetzen, ersetzt, austauschen | reemplazar, sustituir | remplacer | 置換, 置き換 | 替换
report | bericht, berichten, melden, gemeldet | informe, informar, reporte | rapport, signaler | 報告, レポート | 报告
repository | repositorium, ablage, quellarchiv | repositorio | dépôt | リポジトリ | 仓库, 存储库
request | anfrage, anfragen, anforderung, anfordern | petición, solicitud, solicitar | requête, demande, demander | リクエスト, 要求 | 请求
required | erforderlich, nötig, benötigt, notwendig | requerido, necesario, obligatorio | requis, nécessaire, obligatoire | 必須, 必要 | 必需, 必须
resolve | auflösen, aufgelöst, auflösung | resolver, resuelve, resolución | résoudre, résolution | 解決 | 解析, 解决
response | antwort, antworten | respuesta | réponse | 応答, レスポンス | 响应, 回复
restart | neustart, neustarten, neu starten | reiniciar, reinicio | redémarrer, redémarrage | 再起動 | 重启, 重新启动
restore | wiederherstellen, wiederhergestellt | restaurar | restaurer, rétablir | 復元 | 还原, 恢复
result | ergebnis, ergebnisse | resultado | résultat | 結果 | 结果
retry | wiederholen, wiederholt, wiederholung, erneut versuchen | reintentar, reintento, reintentos | réessayer, nouvelle tentative, retenter | 再試行, リトライ | 重试
return | zurückgeben, zurückgegeben, rückgabe, zurückliefern | devolver, devuelve, retorno | renvoyer, renvoie, retourner, retour | 戻り値, 返す, 返し, 返却 | 返回
role | rolle, rollen | rol, papel | rôle | 役割, ロール | 角色
rollback | zurückrollen, rückgängig machen | revertir | annulation, retour arrière | ロールバック | 回滚
root | wurzel | raíz | racine | ルート, 根 | 根
route | route, strecke | ruta | route | 経路, ルート | 路由
routing | routing, wegewahl | enrutamiento | routage | ルーティング | 路由
rule | regel, regeln | regla, norma | règle | 規則, ルール | 规则
run | laufen, läuft, ausführen, ausgeführt, ausführens, starten | ejecutar, correr, ejecución, ejecuta | exécuter, lancer, tourner, exécution | 実行, 走ら | 运行, 执行
runtime | laufzeit, laufzeitumgebung | tiempo de ejecución | environnement d'exécution | ランタイム, 実行時 | 运行时
safe | sicher | seguro | sûr, sans danger | 安全 | 安全
sample | stichprobe, beispiel | muestra | échantillon | サンプル | 样本, 示例
sandbox | sandkasten | caja de arena, entorno aislado | bac à sable | サンドボックス | 沙箱, 沙盒
save | speichern, gespeichert, sichern, abspeichern | guardar, guarda, guardado | enregistrer, sauvegarder, sauver | 保存 | 保存
scan | durchsuchen, abtasten, scannen | escanear, explorar | scanner, balayer | 走査, スキャン | 扫描
schedule | planen, zeitplan, geplant, einplanen | programar, planificar, horario | planifier, programmer, horaire | スケジュール, 予定 | 调度, 计划
scheduler | planer, zeitplaner | planificador | ordonnanceur, planificateur | スケジューラ, スケジューラー | 调度器
schema | schema | esquema | schéma | スキーマ | 模式, 架构
scope | geltungsbereich, gültigkeitsbereich | ámbito, alcance | portée | スコープ, 範囲 | 作用域, 范围
screen | bildschirm | pantalla | écran | 画面 | 屏幕
script | skript, skripte | guion, script | script | スクリプト | 脚本
search | suche, suchen, sucht, durchsuchen | buscar, búsqueda, busca | chercher, recherche, rechercher | 検索, 探索 | 搜索, 检索
secret | geheimnis, geheim | secreto | secret | 秘密, シークレット | 机密, 秘密
security | sicherheit | seguridad | sécurité | セキュリティ, 安全性 | 安全, 安全性
send | senden, sendet, gesendet, schicken, verschicken, geschickt | enviar, envía, envío | envoyer, envoi | 送信, 送る, 送り | 发送
sequence | folge, sequenz | secuencia | séquence, suite | 列, シーケンス | 序列
serialize | serialisieren, serialisiert | serializar, serializa | sérialiser | シリアライズ, 直列化 | 序列化
serialization | serialisierung | serialización | sérialisation | シリアライズ, 直列化 | 序列化
server | server, dienstrechner | servidor | serveur | サーバー, サーバ | 服务器
service | dienst, dienste | servicio | service | サービス | 服务
session | sitzung, sitzungen | sesión | session | セッション | 会话
set | setzen, gesetzt, setzt, menge | establecer, fijar, conjunto | définir, fixer, ensemble | 設定, 集合 | 设置, 集合
setting | einstellung, einstellungen | ajuste, configuración | paramètre, réglage | 設定 | 设置
share | teilen, geteilt, gemeinsam | compartir, comparte | partager, partage | 共有 | 共享, 分享
signal | signal, signale | señal | signal | シグナル, 信号 | 信号
signature | signatur, unterschrift | firma | signature | 署名, シグネチャ | 签名
size | größe | tamaño | taille | サイズ, 大きさ | 大小, 尺寸
skip | überspringen, übersprungen, auslassen | omitir, saltar | sauter, ignorer | 省略, スキップ, 飛ばす | 跳过
sleep | schlafen, schläft, geschlafen, warten | dormir, duerme | dormir, dort, sommeil | 待機, スリープ, 眠 | 睡眠, 休眠
slow | langsam | lento | lent | 遅い, 低速 | 慢, 缓慢
sort | sortieren, sortiert, sortierung | ordenar, ordena | trier, tri | 並べ替え, ソート, 整列 | 排序
source | quelle, quellen | fuente, origen | source | 出典, ソース, 元 | 来源, 源
space | leerzeichen, raum, platz | espacio | espace | 空白, 領域 | 空格, 空间
split | teilen, aufteilen, zerlegen, geteilt | dividir, partir | diviser, découper, séparer | 分割 | 拆分, 分割
stack | stapel | pila | pile | スタック | 栈, 堆栈
start | starten, startet, gestartet, beginnen, anfang, start | iniciar, inicia, inicio, arrancar, empezar | démarrer, démarrage, lancer, commencer | 開始, 起動, 始め | 启动, 开始
state | zustand, zustände, status | estado | état | 状態 | 状态
statement | anweisung, anweisungen | sentencia, instrucción | instruction | 文 | 语句
static | statisch, statische, statischen | estático, estática | statique | 静的 | 静态
statistics | statistik | estadística, estadísticas | statistiques | 統計 | 统计
step | schritt, schritte | paso | étape, pas | 手順, ステップ | 步骤
stop | anhalten, stoppen, gestoppt, aufhören, beenden | parar, detener, detiene | arrêter, arrêt | 停止, 止め | 停止
storage | speicher, ablage | almacenamiento | stockage | 記憶域, ストレージ, 保存先 | 存储
store | speichern, gespeichert, ablegen, abgelegt, aufbewahren | almacenar, guardar | stocker, conserver | 格納, 保存 | 存储, 保存
stream | strom, datenstrom, ströme | flujo | flux | ストリーム | 流
string | zeichenkette, zeichenketten | cadena, cadena de texto | chaîne, chaîne de caractères | 文字列 | 字符串
structure | struktur, aufbau | estructura | structure | 構造 | 结构
style | stil | estilo | style | スタイル | 样式, 风格
subscribe | abonnieren, abonniert | suscribir, suscribirse | abonner, s'abonner | 購読 | 订阅
suffix | nachsilbe, endung | sufijo | suffixe | 接尾辞 | 后缀
supported | unterstützt, unterstützte, unterstützten, unterstützen, unterstützung | soportado, soportada, compatible, soporte, admitir | pris en charge, prise en charge, supporté | サポート, 対応 | 支持
symbol | symbol, symbole | símbolo | symbole | シンボル, 記号 | 符号
synchronize | synchronisieren, synchronisiert, abgleichen, synchronisation | sincronizar, sincronización | synchroniser, synchronisation | 同期 | 同步
syntax | syntax | sintaxis | syntaxe | 構文 | 语法
system | system | sistema | système | システム | 系统
table | tabelle, tabellen | tabla | table, tableau | 表, テーブル | 表, 表格
tag | etikett, kennzeichen | etiqueta | balise, étiquette | タグ | 标签
target | ziel | objetivo, destino | cible | 対象, ターゲット | 目标
task | aufgabe, aufgaben | tarea | tâche | タスク | 任务
template | vorlage, vorlagen | plantilla | modèle, gabarit | テンプレート, ひな形 | 模板
terminal | konsole | terminal, consola | terminal, console | 端末, ターミナル | 终端
test | test, testen, getestet, prüfung | prueba, probar, test, prueban | test, tester, épreuve, teste | テスト, 試験 | 测试
tests | tests | pruebas | tests, essais | テスト | 测试
text | text, texte | texto | texte | テキスト, 文章 | 文本
theme | farbschema, thema | tema | thème | テーマ | 主题
thread | faden, thread, threads | hilo, hilos | fil d'exécution, thread, threads | スレッド | 线程
throw | werfen, wirft, geworfen | lanzar, lanza, arrojar | lancer, lever, jeter | 投げ, 送出, スロー | 抛出
time | zeit, zeitpunkt | tiempo, hora | temps, heure | 時間, 時刻 | 时间
time zone | zeitzone | zona horaria, huso horario | fuseau horaire | タイムゾーン, 時間帯 | 时区
timeout | zeitüberschreitung, zeitlimit | tiempo de espera, tiempo límite | délai d'attente, expiration | タイムアウト, 時間切れ | 超时
timer | zeitgeber, wecker | temporizador | minuterie, minuteur | タイマー, タイマ | 定时器
title | titel, überschrift | título | titre | 題名, タイトル | 标题
token | token, marke, zeichen | ficha, testigo | jeton | トークン | 令牌, 词元
tool | werkzeug, werkzeuge | herramienta | outil | ツール, 道具 | 工具
trace | ablaufverfolgung, spur | traza, rastro | trace | トレース, 追跡 | 跟踪, 追踪
transaction | transaktion, buchung | transacción | transaction | トランザクション, 取引 | 事务, 交易
transform | umwandeln, umformen, transformieren, verwandeln | transformar | transformer | 変換 | 转换
translation | übersetzung, übersetzen | traducción, traducir | traduction, traduire | 翻訳 | 翻译
tree | baum, bäume | árbol | arbre | 木, ツリー | 树
trigger | auslösen, ausgelöst, auslöser | disparar, desencadenar | déclencher, déclencheur | 起動条件, トリガー | 触发
try | versuchen, versucht, versuch | intentar, intenta, intento | essayer, tentative, tenter | 試行, 試み | 尝试
type | typ, typen, art | tipo, tipos | type, types | 型, 種類 | 类型
underscore | unterstrich, unterstriche, unterstrichen | guion bajo, guiones bajos | tiret bas, tirets bas | 下線, アンダースコア | 下划线
dash | bindestrich, bindestriche, bindestrichen | guion, guiones | tiret, tirets | ハイフン | 连字符
undo | rückgängig | deshacer | annuler, défaire | 元に戻す | 撤销
unit test | unittest, unittests, komponententest | prueba unitaria, pruebas unitarias | test unitaire, tests unitaires | 単体テスト, ユニットテスト | 单元测试
unique | eindeutig, einmalig | único | unique | 一意 | 唯一
unknown | unbekannt | desconocido | inconnu | 不明, 未知 | 未知
update | aktualisieren, aktualisiert, aktualisierung | actualizar, actualización, actualiza | mettre à jour, mise à jour | 更新 | 更新
upgrade | aufrüsten, umstellen, umstieg | actualizar | mettre à niveau, mise à niveau | アップグレード | 升级
upload | hochladen, hochgeladen | subir, cargar | téléverser, envoyer | アップロード | 上传
upper case | großbuchstaben, großschreibung | mayúsculas, mayúscula | majuscules, majuscule | 大文字 | 大写
use | verwenden, benutzen, benutzung, nutzen, nutzung, verwendung, verwendet, benutzt | usar, usa, uso, utilizar, utiliza | utiliser, utilise, utilisation, emploi, employer | 使い方, 利用, 使用, 使う, 使っ | 使用, 用
used | genutzt, gebraucht | usado, usada, utilizado | utilisé, utilisée, utilisés | 使われ, 使用され | 被使用
user | benutzer, nutzer, anwender, benutzerin | usuario, usuarios | utilisateur, utilisateurs | ユーザー, ユーザ, 利用者 | 用户
validate | validieren, validiert, validierung, gültigkeitsprüfung | validar, validación | valider, validation | 検証 | 验证, 校验
valid | gültig, gültige | válido, válida | valide, valable | 有効な, 正しい | 有效
value | wert, werte, werten | valor, valores | valeur, valeurs | 値 | 值
variable | variable, variablen | variable, variables | variable, variables | 変数 | 变量
version | version, versionen, fassung | versión, versiones | version, versions | バージョン, 版 | 版本
version control | versionsverwaltung | control de versiones | gestion de versions | バージョン管理 | 版本控制
view | ansicht, ansichten, anschauen | vista, ver | vue, voir | 表示, ビュー | 视图, 查看
visible | sichtbar | visible | visible | 可視, 見える | 可见
vulnerability | schwachstelle, sicherheitslücke, sicherheitslücken | vulnerabilidad | vulnérabilité, faille | 脆弱性 | 漏洞
wait | warten, wartet, gewartet | esperar, espera | attendre, attend, attente | 待機, 待つ, 待ち | 等待
wake | wecken, aufwecken, geweckt | despertar | réveiller | 起こす, 起床 | 唤醒
warning | warnung, warnungen, warnen | advertencia, aviso | avertissement | 警告 | 警告
watch | beobachten, überwachen, überwacht, überwachung | vigilar, observar | surveiller, observer, surveillance | 監視 | 监视, 监听
weight | gewicht, gewichte | peso | poids | 重み, 重さ | 权重
wildcard | platzhalter | comodín | joker, caractère générique | ワイルドカード | 通配符
window | fenster | ventana | fenêtre | ウィンドウ, 窓 | 窗口
word | wort, wörter, worte | palabra | mot | 単語, 語 | 单词, 词
worker | arbeiter, arbeitsthread, arbeitsthreads | trabajador, de trabajo | travailleur, ouvrier, de travail | ワーカー, 作業 | 工作线程, 工作者
workflow | ablauf, arbeitsablauf | flujo de trabajo | flux de travail | ワークフロー | 工作流
workspace | arbeitsbereich | espacio de trabajo | espace de travail | ワークスペース, 作業領域 | 工作区
wrap | umschließen, umhüllen, einpacken | envolver | envelopper, enrober | 包む, 折り返 | 包装, 换行
write | schreiben, geschrieben, schreibt, schrieb | escribir, escribe, escrito, escritura | écrire, écrit, écriture | 書き込, 書き出, 書く | 写入, 编写, 写
writer | schreiber | escritor | rédacteur, écrivain | ライター | 写入器
wrong | falsch, verkehrt | incorrecto, equivocado, mal | faux, incorrect, mauvais | 間違, 誤った | 错误的, 不正确
zip | zip, archiv | archivo comprimido | archive | 書庫 | 压缩包
`;
