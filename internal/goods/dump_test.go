package goods
import ("testing";"os";"strings";"fmt";"context";"touchstone/internal/i18n")
func TestDump(t *testing.T){
	d:=desk(t)
	zh := i18n.With(context.Background(), i18n.ZH)
	for _,fn:=range []string{"0","1","2","3","4","5","6","7"}{
		b,err:=os.ReadFile("/tmp/rv-C2/q"+fn); if err!=nil { b,err=os.ReadFile("/tmp/mcq"+fn); if err!=nil {continue} }
		for _,l:=range strings.Split(strings.TrimSpace(string(b)),"\n"){
			c:=append(strings.Split(l,"|"),"","","")
			f:=d.controlOf(Input{Name:c[0],Mineral:c[1],HSFound:c[3],HSDeclared:c[4],Listed:c[5],ActOn:on(c[2])})
			var gs []string
			for _,g:=range f.Gaps { gs=append(gs,g.Kind+":"+d.itemNames(zh,g.Items)+map[bool]string{true:"("+first(g)+")"}[first(g)!=""]) }
			for _,g:=range f.Beside { gs=append(gs,"+"+g.Kind+"("+first(g)+")") }
			names:=[]string{}; for _,x:=range f.Items{names=once(names,x.NameZH)}
			fmt.Println(l,"=>",f.State,names,f.Codes,f.Basis,gs)
		}
	}
}
func first(g Gap) string { if len(g.Items)>0 && (g.Kind==GapEarlierRule||g.Kind==GapMeanwhile||g.Kind==GapBeside) {return g.Items[0].EarlierBasis}; return "" }
