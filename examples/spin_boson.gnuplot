# SPDX-License-Identifier: BSL-1.0
#
# The picture of 23_spin_boson, drawn in the folder where that program is: gnuplot -p spin_boson.gnuplot
set xlabel "t"
set ylabel "<sx>"
plot "< ./23_spin_boson" using 1:4 smooth csplines title "V = 0, exact", \
     "< ./23_spin_boson" using 1:2:3 with yerrorbars title "V = 0, mean field", \
     "< ./23_spin_boson --coupling 0.5" using 1:2:3 with yerrorlines title "V = 0.5, mean field"
