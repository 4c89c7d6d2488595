from tests.rest.browser.test_slow_line import *
def test_w(look):
    out=""
    for a in ["/documents/WG-COP/3/2", f"{CLAUSE}#{CLAUSE.partition('.')[2]}", "/implementation/reports/67-hyderabad-2010-council-2027-session/draft"]:
        r=look("farid",phone=True); v=Visit(r.page); v.begin(r.served.url+a); v.settle()
        out+=f"{a} {v.bytes:.0f}\n"+"\n".join(f"   {s:.0f} {u.split('/',3)[3]}" for u,s in sorted(v.sent.values(),key=lambda x:-x[1]))+"\n"
    open("/tmp/w_diag.txt","w").write(out)
