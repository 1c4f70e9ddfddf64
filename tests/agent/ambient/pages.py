"""Pages with ambient motion: each has a dead button, live ones, a field and a box, and something that moves by itself.

`hit_ms`: the motion's next step comes so long after the pointer goes down, as if by chance; what it does before and
afterwards is as it was. Without it, chance decides.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

Motion = Callable[[random.Random], str]
"""HTML and script of something that moves by itself; `every(ms, step)` and `once(ms, step)` are there for it."""


@dataclass(frozen=True, slots=True)
class Kind:
    name: str
    motion: Motion
    comes_once: bool = False
    """It does not come again: nobody who only looks can tell it from an answer if it comes at that very moment."""
    covers: bool = False
    """It moves where the answers are to be seen, all over the page."""


def page(kind: Kind, seed: int, *, hit_ms: int | None = None) -> str:
    dice = random.Random(f"{kind.name} {seed}")
    motion = kind.motion(dice)
    slow_ms = dice.randint(200, 800)
    hit = "null" if hit_ms is None else str(hit_ms)
    return f"""<!doctype html><meta charset=utf-8><title>{kind.name}</title><style>
body{{font:{dice.choice((15, 16, 17))}px sans-serif;margin:0;color:#222;background:#fff;width:1000px;height:700px;position:relative;overflow:hidden}}
body>*{{position:absolute}} button{{font:inherit;padding:8px 16px}} input{{font:inherit;padding:5px}}
</style>
<button id=dead style="left:60px;top:200px">Archive</button>
<button id=here style="left:60px;top:280px" onclick="this.textContent=this.textContent=='Follow'?'Following':'Follow'">Follow</button>
<button id=far style="left:60px;top:360px" onclick="say('Stored '+ ++n)">Store</button>
<button id=slow style="left:60px;top:440px" onclick="setTimeout(()=>say('Sent '+ ++n),{slow_ms})">Send</button>
<button id=slowhere style="left:60px;top:640px" onclick="setTimeout(()=>this.textContent='Joined '+ ++n,{slow_ms})">Join</button>
<label style="left:60px;top:520px">Name <input id=name></label>
<label style="left:60px;top:580px"><input type=checkbox id=news> Newsletter</label>
<div id=out style="left:620px;top:60px;font-size:18px"></div>
<script>
let n=0; const say=words=>{{document.getElementById('out').textContent=words}};
const hit={hit}, motions=[];
const every=(ms,step)=>{{const next=typeof ms=='function'?ms:()=>ms, it={{step,next,timer:0}};
  const run=()=>{{step(); it.timer=setTimeout(run,next())}}; it.run=run; it.timer=setTimeout(run,next()*{dice.random():.3f}); motions.push(it)}};
const once=(ms,step)=>{{const it={{step,timer:0}}; it.run=()=>{{step(); motions.splice(motions.indexOf(it),1)}}; it.timer=setTimeout(it.run,ms); motions.push(it)}};
if (hit!==null) addEventListener('mousedown',()=>{{for (const it of motions) {{clearTimeout(it.timer); it.timer=setTimeout(it.run,hit)}}}},{{capture:true}});
const put=(left,top,html,more='')=>{{document.body.insertAdjacentHTML('beforeend',`<div style="left:${{left}}px;top:${{top}}px;${{more}}">${{html}}</div>`); return document.body.lastElementChild}};
let s={seed}+1; const rnd=()=>{{s=(s*16807)%2147483647; return s/2147483647}};
{motion}
</script>"""


def _at(dice: random.Random) -> str:
    return f"{dice.randint(560, 700)},{dice.randint(220, 420)}"


def clock(place: Callable[[random.Random], str]) -> Motion:
    return lambda dice: (
        f"const c=put({place(dice)},'12:00:00'); let t={dice.randint(0, 50)}; every(1000,()=>c.textContent='12:00:'+String(++t%60).padStart(2,'0'));"
    )


def advert(place: Callable[[random.Random], str]) -> Motion:
    def motion(dice: random.Random) -> str:
        words = dice.sample(("Shoes -50%", "Fly to Rome", "New phones", "Hot pizza", "Learn piano", "Cheap tyres"), 4)
        return f"""const a=put({place(dice)},'','width:180px;height:60px;padding:8px;background:#def'), w={words}; let k=0;
const show=()=>{{a.textContent=w[k]; a.style.background=['#def','#fed','#dfe','#edf'][k]; k=(k+1)%4}}; show(); every({dice.randint(2000, 5000)},show);"""

    return motion


def spinner(place: Callable[[random.Random], str]) -> Motion:
    return lambda dice: (
        f"""put({place(dice)},'','width:24px;height:24px;border:4px solid #ccc;border-top-color:#06c;border-radius:50%').animate(
[{{transform:'rotate(0)'}},{{transform:'rotate(360deg)'}}],{{duration:{dice.randint(600, 1400)},iterations:Infinity}});"""
    )


def counter(dice: random.Random) -> str:
    return f"const c=put({_at(dice)},'0 visitors'); let v={dice.randint(100, 900)}; every(()=>300+400*rnd(),()=>c.textContent=++v+' visitors');"


def progress(dice: random.Random) -> str:
    return f"""const b=put({_at(dice)},'','width:240px;height:14px;border:1px solid #888'); b.innerHTML='<div style="height:14px;width:0;background:#06c"></div>';
let w=0; every({dice.randint(300, 700)},()=>b.firstChild.style.width=(w=(w+2)%100)+'%');"""


def video(dice: random.Random) -> str:
    return f"""const v=put({_at(dice)},'<canvas width=200 height=120></canvas>').firstChild.getContext('2d');
every(90,()=>{{for(let x=0;x<200;x+=20)for(let y=0;y<120;y+=20){{v.fillStyle=`rgb(${{rnd()*255}},${{rnd()*255}},${{rnd()*255}})`;v.fillRect(x,y,20,20)}}}});"""


def caret(dice: random.Random) -> str:
    del dice
    return "document.getElementById('name').focus();"


def toast(dice: random.Random) -> str:
    return f"once({dice.randint(600, 6000)},()=>put(700,600,'Anna is online','padding:14px 20px;background:#333;color:#fff'));"


def chat(dice: random.Random) -> str:
    del dice
    return """let y=180; every(()=>600+2400*rnd(),()=>{put(600,y+=26,['Hi','Anyone here?','Lunch at noon','ok','See you'][Math.floor(rnd()*5)]); if(y>640)y=180});"""


def ticker(place: Callable[[random.Random], str]) -> Motion:
    return lambda dice: (
        f"""const t=put({place(dice)},'<table>'+['ABC','XYZ','QRS','MNO'].map(x=>`<tr><td>${{x}}<td>${{(100*rnd()).toFixed(2)}}`).join('')+'</table>');
every(()=>300+900*rnd(),()=>t.querySelectorAll('td:nth-child(2)')[Math.floor(4*rnd())].textContent=(100*rnd()).toFixed(2));"""
    )


def marquee(dice: random.Random) -> str:
    return f"""put(60,160,'Breaking: nothing happened today, and nothing is planned for tomorrow','width:320px;overflow:hidden;white-space:nowrap').animate(
[{{textIndent:'320px'}},{{textIndent:'-500px'}}],{{duration:{dice.randint(6000, 9000)},iterations:Infinity}});"""


def lazy_image(dice: random.Random) -> str:
    return f"once({dice.randint(500, 5000)},()=>put({_at(dice)},'','width:220px;height:140px;background:linear-gradient(45deg,#284,#ca6)'));"


def late_font(dice: random.Random) -> str:
    return f"""put({_at(dice)},'Our terms and conditions<br>apply to all orders','font-size:20px;line-height:26px').id='text';
once({dice.randint(500, 4000)},()=>document.getElementById('text').style.fontFamily='serif');"""


def countdown(dice: random.Random) -> str:
    return f"const d=document.getElementById('dead'); let t={dice.randint(40, 59)}; every(1000,()=>d.textContent='Archive ('+ --t+')');"


def badge(dice: random.Random) -> str:
    return f"const b=put(135,192,'1','padding:1px 6px;border-radius:9px;background:#c00;color:#fff;font-size:12px'); let v=1; every({dice.randint(1500, 4000)},()=>b.textContent=++v);"


def everything(dice: random.Random) -> str:
    return f"""document.body.animate([{{backgroundColor:'#fff'}},{{backgroundColor:'#cdf'}},{{backgroundColor:'#fff'}}],{{duration:{dice.randint(2000, 4000)},iterations:Infinity}});"""


def noise(dice: random.Random) -> str:
    places = [(dice.randint(420, 900), dice.randint(120, 620)) for _ in range(6)]
    return f"""const ps={[list(each) for each in places]}.map(([x,y])=>put(x,y,'','width:40px;height:30px'));
every(60,()=>{{const p=ps[Math.floor(6*rnd())]; p.style.background=`rgb(${{rnd()*255}},${{rnd()*255}},${{rnd()*255}})`}});"""


def slides(dice: random.Random) -> str:
    return f"""const a=put(440,480,'','width:400px;height:160px;overflow:hidden'), w=['#a33','#3a3','#33a']; let k=0;
a.innerHTML=w.map(c=>`<div style="height:160px;background:${{c}};color:#fff;font-size:30px">${{c}}</div>`).join('');
every({dice.randint(2000, 5000)},()=>{{k=(k+1)%3; for(const d of a.children) d.animate([{{}},{{transform:`translateY(${{-160*k}}px)`}}],{{duration:400,fill:'forwards'}})}});"""


def blinking(dice: random.Random) -> str:
    return f"const b=put({_at(dice)},'LIVE','color:#c00;font-weight:bold'); every({dice.randint(500, 2500)},()=>b.style.opacity=1-+(b.style.opacity||1));"


def _beside(dice: random.Random) -> str:
    return f"{dice.randint(158, 170)},208"


def _around(dice: random.Random) -> str:
    return f"60,{dice.randint(112, 116)}"


KINDS = (
    Kind("a clock", clock(_at)),
    Kind("a clock beside the target", clock(_beside)),
    Kind("an advert", advert(_at)),
    Kind("an advert right above the target", advert(_around)),
    Kind("a spinner", spinner(_at)),
    Kind("a spinner beside the target", spinner(_beside)),
    Kind("a counter", counter),
    Kind("a progress bar", progress),
    Kind("a video", video),
    Kind("a caret", caret),
    Kind("a notice", toast, comes_once=True),
    Kind("a chat", chat),
    Kind("prices beside the target", ticker(_beside)),
    Kind("news running above the target", marquee),
    Kind("a picture that comes late", lazy_image, comes_once=True),
    Kind("a font that comes late", late_font, comes_once=True),
    Kind("a countdown in the target", countdown),
    Kind("a badge over the target", badge),
    Kind("the whole page", everything, covers=True),
    Kind("a page that never settles", noise),
    Kind("slides", slides),
    Kind("a blinking sign", blinking),
)
