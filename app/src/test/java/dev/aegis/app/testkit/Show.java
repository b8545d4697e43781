package dev.aegis.app.testkit;
import dev.aegis.app.terminal.*;
public class Show { public static void main(String[] a){ 
  var msgs = switch(a[0]){ case "leak"->Stories.leak(); case "denied"->Stories.denied(); case "unknown"->Stories.unknown(); case "waiting"->Stories.waiting(); default->Stories.undecidable();};
  var t=new Transcript(Style.valueOf(a[1]), Glyphs.valueOf(a[2]), Integer.parseInt(a[3]), r->a[0].equals("leak")?"~/.aegis/incidents/"+r+"/postmortem.md":"");
  var out=new java.io.PrintStream(new java.io.FileOutputStream(java.io.FileDescriptor.out),true,java.nio.charset.StandardCharsets.UTF_8);
  for(var m:msgs) t.show(m).forEach(out::println); t.close().forEach(out::println);
  if(a.length>4) out.println(dev.aegis.postmortem.PostmortemReport.of(msgs));
}}
