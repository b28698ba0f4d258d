"""Passwords that who guesses tries first: with digits and marks behind them they are no better."""

COMMONEST = frozenset(
    """
    password passw passwd pass admin administrator root user test guest welcome letmein login master hello monkey dragon
    sunshine princess football baseball iloveyou trustno superman batman shadow michael jordan ashley qwerty qwertyuiop
    asdfghjkl zxcvbnm qazwsx qazwsxedc wsx asdf abc abcd changeme default secret internet server computer system manager
    database oracle mysql postgres huawei alibaba tencent baidu weixin wechat taobao alipay china zhongguo beijing shanghai
    zhejiang hangzhou ningbo wenzhou jiaxing huzhou shaoxing jinhua quzhou zhoushan taizhou lishui shugaiban shuzihua
    shuzigaige zhengfu yipingzhangkong cockpit woaini woainima wodemima mima nihao zhang wang liu chen
    a aa aaa abc123 a123456 a12345678 a123456789 a1234567890 aa123456 aa12345678 abc123456 abcd1234 q1w2e3r4 q1w2e3r4t5
    1q2w3e4r 1q2w3e4r5t 1qaz2wsx 1qaz2wsx3edc qwe123 qwe123456 asd123456 zxc123456 123qwe 123abc 123456789a 12345678a
    123456a 1234qwer 5201314 1314520 520520520 woaini520 woaini521 woaini1314 woaini123 iloveyou1314 147258369 789456123
    987654321 9876543210 0123456789 1234567890 123456789 12345678 88888888 66666666 8888888888 6666666666 11223344
    1122334455 112233 123123123 123321123 1231231231 123654789 147852369 159753 159357 741852963 963852741 135792468
    1357924680 246813579 p@ssw0rd p@ssword passw0rd admin123 admin@123 admin888 admin123456 root123 test123 test1234
    """.split()
)
