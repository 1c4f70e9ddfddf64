# A Tk program that fills the screen and writes every event it gets as a line of JSON.
#
#   wish events.tcl LOG [fullscreen|window]
#
# At the top is a text field; F9 paints the rest another colour, and a second time it paints it back.

set log [open [lindex $argv 0] w]
fconfigure $log -encoding utf-8 -buffering line

proc say {event args} {
    set fields [list "\"event\": \"$event\""]
    foreach {name value} $args { lappend fields "\"$name\": $value" }
    puts $::log "{[join $fields {, }]}"
}
proc codes {text} {
    set numbers {}
    foreach char [split $text {}] { lappend numbers [scan $char %c] }
    return "\[[join $numbers {, }]\]"
}

wm title . events
wm attributes . -topmost 1
if {[lindex $argv 1] ne "window"} { wm attributes . -fullscreen 1 } else { wm geometry . 600x400+100+100 }
entry .field -textvariable field -font {{DejaVu Sans} 12} -insertofftime 0
canvas .area -background #204060 -highlightthickness 0 -takefocus 1
place .area -x 0 -y 0 -relwidth 1 -relheight 1
place .field -x 40 -y 40 -width 500 -height 30
raise .field

foreach {count pattern} {1 ButtonPress 2 Double-ButtonPress 3 Triple-ButtonPress} {
    bind .area <$pattern> "focus .area; say press button %b x %X y %Y state %s count $count"
}
bind .area <ButtonRelease> { say release button %b x %X y %Y state %s }
bind .area <Motion> { say motion x %X y %Y state %s }
bind .area <KeyPress> { say key name "\"%K\"" state %s }
bind .area <KeyRelease> { say up name "\"%K\"" state %s }
bind .area <Control-q> { say chord }
bind . <F9> { .area configure -background [expr {[.area cget -background] eq "#204060" ? "#806020" : "#204060"}] }
trace add variable field write { apply {args { say text codes [codes $::field] }} }
# It is ready once it is drawn, and as large as it is to be. Window managers may overhear what is asked of them early.
set whole [expr {[lindex $argv 1] ne "window"}]
proc look {} {
    if {[winfo viewable .field] && (!$::whole || [winfo width .] == [winfo screenwidth .])} {
        focus -force .area
        after idle { say ready }
        return
    }
    if {$::whole} { wm attributes . -fullscreen 1 }
    after 50 look
}
look
