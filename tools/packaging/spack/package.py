# SPDX-License-Identifier: BSL-1.0
#
# The recipe of dlp for Spack, from 1.0 on. docs/installing.md says how to use it with a clone.
from spack_repo.builtin.build_systems.cmake import CMakePackage

from spack.package import *


class Dlp(CMakePackage):
    """Runs the for-loop that a C++ program has on all ranks of an MPI job."""

    license("BSL-1.0")

    version("0.1.0")

    variant("shared", default=False, description="Build a shared library")
    variant("journal", default=True, description="Journals, dlp-sweep and dlp-each --store")
    variant("netcdf", default=True, description="Tables that are saved as NetCDF")

    depends_on("c", type="build")
    depends_on("cxx", type="build")
    depends_on("cmake@3.25:", type="build")
    depends_on("mpi")
    depends_on("boost@1.74: +mpi+serialization+test")
    depends_on("random123")
    depends_on("sqlite@3.37:", when="+journal")
    depends_on("netcdf-c@4.6.2:", when="+netcdf")

    conflicts("%gcc@:11", msg="dlp is C++20")

    def cmake_args(self):
        return [
            self.define_from_variant("BUILD_SHARED_LIBS", "shared"),
            self.define("CMAKE_DISABLE_FIND_PACKAGE_SQLite3", self.spec.satisfies("~journal")),
            self.define("CMAKE_DISABLE_FIND_PACKAGE_NetCDF", self.spec.satisfies("~netcdf")),
            self.define("MPI_CXX_COMPILER", self.spec["mpi"].mpicxx),
            self.define("DLP_BUILD_TESTS", self.run_tests),
            self.define("DLP_BUILD_EXAMPLES", False),
            self.define("DLP_BUILD_BENCHMARKS", False),
        ]
