"""Chinese names: the surnames a name begins with. DATA.

The three hundred most frequent single surnames and the usual double ones cover nearly everybody;
names of minorities are told by the dot between their parts.
"""

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶"
    "阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖"
    "龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒"
    "耿牟卜詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉"
    "房边辜吉饶刁瞿戚丘古米池滕晋苑邬臧畅宫来嵺苟全褚廉简娄盖符奚木穆党燕郎邸冀谈姬屠连郜晏栾郁商蒙计喻"
    "揭窦迟宇敖糜鄢冷卓花仇艾蓝都巩稽井练仲乐虞卞封竺冼原官衣楚佟栗匡宗应台巫鞠僧桑荆谌银扬沙伏岑习胥保"
    "和蔺肖闫"
)
DOUBLE_SURNAMES = (
    "欧阳|上官|司马|东方|独孤|南宫|闻人|夏侯|诸葛|尉迟|赫连|澹台|皇甫|濮阳|公冶|太叔|申屠|公孙|慕容|钟离|长孙|宇文"
    "|司徒|鲜于|司空|闾丘|令狐|百里|呼延|东郭|南门|西门|轩辕|端木|拓跋|梁丘|左丘|第五|完颜|纳兰|爱新觉罗"
)

HAN = r"[\u3400-\u9fff\U00020000-\U0003134f]"
NAME = (
    rf"(?:(?:{DOUBLE_SURNAMES}){HAN}{{1,2}}|[{SURNAMES}]{HAN}{{1,2}}"
    rf"|{HAN}{{1,7}}(?:·{HAN}{{1,8}}){{1,3}})"
)
